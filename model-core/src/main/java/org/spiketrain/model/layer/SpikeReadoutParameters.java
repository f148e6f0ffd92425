package org.spiketrain.model.layer;

import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Parameters of {@link SpikeReadout}: W [nIn, nOut] row-major and b [heads, nOut]. */
final class SpikeReadoutParameters implements ParamInitializer {
  static final String WEIGHTS = "W";
  static final String BIAS = "b";
  static final SpikeReadoutParameters INSTANCE = new SpikeReadoutParameters();

  private SpikeReadoutParameters() {}

  @Override
  public long numParams(NeuralNetConfiguration conf) {
    return numParams(conf.getLayer());
  }

  @Override
  public long numParams(Layer layer) {
    SpikeReadout conf = (SpikeReadout) layer;
    return (conf.getNIn() + conf.getHeads()) * conf.getNOut();
  }

  @Override
  public List<String> paramKeys(Layer layer) {
    return List.of(WEIGHTS, BIAS);
  }

  @Override
  public List<String> weightKeys(Layer layer) {
    return List.of(WEIGHTS);
  }

  @Override
  public List<String> biasKeys(Layer layer) {
    return List.of(BIAS);
  }

  @Override
  public boolean isWeightParam(Layer layer, String key) {
    return WEIGHTS.equals(key);
  }

  @Override
  public boolean isBiasParam(Layer layer, String key) {
    return BIAS.equals(key);
  }

  @Override
  public Map<String, INDArray> init(
      NeuralNetConfiguration conf, INDArray paramsView, boolean initializeParams) {
    if (initializeParams) {
      double bound = 1 / Math.sqrt(inputsOfAHead((SpikeReadout) conf.getLayer()));
      paramsView.assign(Nd4j.rand(-bound, bound, Nd4j.getRandom(), paramsView.shape()));
    }
    conf.addVariable(WEIGHTS);
    conf.addVariable(BIAS);
    return getGradientsFromFlattened(conf, paramsView);
  }

  private static double inputsOfAHead(SpikeReadout layer) {
    return (double) layer.getNIn() / layer.getHeads();
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration conf, INDArray gradientView) {
    SpikeReadout layer = (SpikeReadout) conf.getLayer();
    long weights = layer.getNIn() * layer.getNOut();
    INDArray vector = gradientView.reshape(gradientView.length());
    Map<String, INDArray> views = new LinkedHashMap<>();
    views.put(
        WEIGHTS, vector.get(interval(0, weights)).reshape('c', layer.getNIn(), layer.getNOut()));
    views.put(
        BIAS,
        vector
            .get(interval(weights, vector.length()))
            .reshape('c', layer.getHeads(), layer.getNOut()));
    return views;
  }
}
