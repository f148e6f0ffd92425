package org.spiketrain.model.layer;

import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Parameters of {@link SpikeReadout}: W [nIn, nOut] row-major and b [1, nOut]. */
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
    FeedForwardLayer conf = (FeedForwardLayer) layer;
    return (conf.getNIn() + 1) * conf.getNOut();
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
      double bound = 1 / Math.sqrt((double) ((FeedForwardLayer) conf.getLayer()).getNIn());
      paramsView.assign(Nd4j.rand(-bound, bound, Nd4j.getRandom(), paramsView.shape()));
    }
    conf.addVariable(WEIGHTS);
    conf.addVariable(BIAS);
    return getGradientsFromFlattened(conf, paramsView);
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration conf, INDArray gradientView) {
    FeedForwardLayer layer = (FeedForwardLayer) conf.getLayer();
    long weights = layer.getNIn() * layer.getNOut();
    INDArray vector = gradientView.reshape(gradientView.length());
    Map<String, INDArray> views = new LinkedHashMap<>();
    views.put(
        WEIGHTS, vector.get(interval(0, weights)).reshape('c', layer.getNIn(), layer.getNOut()));
    views.put(
        BIAS, vector.get(interval(weights, weights + layer.getNOut())).reshape(1, layer.getNOut()));
    return views;
  }
}
