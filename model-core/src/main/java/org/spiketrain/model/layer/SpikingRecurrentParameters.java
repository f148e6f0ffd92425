package org.spiketrain.model.layer;

import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Lays out the parameters of a spiking recurrent layer: for each unit W [nIn, gates * size], b [1,
 * gates * size], RW [size, gates * size] and rb [1, gates * size], all row-major, so that the
 * weights of one input channel lie together. The names end in the unit's suffix.
 */
public final class SpikingRecurrentParameters implements ParamInitializer {
  /** Input weights. */
  public static final String INPUT_WEIGHTS = "W";

  /** Recurrent weights. */
  public static final String RECURRENT_WEIGHTS = "RW";

  /** Bias of the input product. */
  public static final String INPUT_BIAS = "b";

  /** Bias of the recurrent product. */
  public static final String RECURRENT_BIAS = "rb";

  static final SpikingRecurrentParameters INSTANCE = new SpikingRecurrentParameters();

  private SpikingRecurrentParameters() {}

  private static Map<String, long[]> shapes(Layer layer) {
    SpikingRecurrent conf = (SpikingRecurrent) layer;
    Map<String, long[]> shapes = new LinkedHashMap<>();
    for (SpikingRecurrent.Unit unit : conf.units()) {
      long width = (long) unit.cell().gates() * unit.size();
      shapes.put(INPUT_WEIGHTS + unit.suffix(), new long[] {conf.getNIn(), width});
      shapes.put(INPUT_BIAS + unit.suffix(), new long[] {1, width});
      if (unit.cell().hasRecurrentWeights()) {
        shapes.put(RECURRENT_WEIGHTS + unit.suffix(), new long[] {unit.size(), width});
        shapes.put(RECURRENT_BIAS + unit.suffix(), new long[] {1, width});
      }
    }
    return shapes;
  }

  @Override
  public long numParams(NeuralNetConfiguration conf) {
    return numParams(conf.getLayer());
  }

  @Override
  public long numParams(Layer layer) {
    return shapes(layer).values().stream().mapToLong(s -> s[0] * s[1]).sum();
  }

  @Override
  public List<String> paramKeys(Layer layer) {
    return new ArrayList<>(shapes(layer).keySet());
  }

  @Override
  public List<String> weightKeys(Layer layer) {
    return paramKeys(layer).stream().filter(k -> isWeightParam(layer, k)).toList();
  }

  @Override
  public List<String> biasKeys(Layer layer) {
    return paramKeys(layer).stream().filter(k -> isBiasParam(layer, k)).toList();
  }

  @Override
  public boolean isWeightParam(Layer layer, String key) {
    return key.startsWith(INPUT_WEIGHTS) || key.startsWith(RECURRENT_WEIGHTS);
  }

  @Override
  public boolean isBiasParam(Layer layer, String key) {
    return !isWeightParam(layer, key);
  }

  @Override
  public Map<String, INDArray> init(
      NeuralNetConfiguration conf, INDArray paramsView, boolean initializeParams) {
    if (initializeParams) {
      double bound = 1 / Math.sqrt((double) ((SpikingRecurrent) conf.getLayer()).getNOut());
      paramsView.assign(Nd4j.rand(-bound, bound, Nd4j.getRandom(), paramsView.shape()));
    }
    Map<String, INDArray> views = views(conf.getLayer(), paramsView);
    views.keySet().forEach(conf::addVariable);
    return views;
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration conf, INDArray gradientView) {
    return views(conf.getLayer(), gradientView);
  }

  private static Map<String, INDArray> views(Layer layer, INDArray flat) {
    INDArray vector = flat.reshape(flat.length());
    Map<String, INDArray> views = new LinkedHashMap<>();
    long from = 0;
    for (Map.Entry<String, long[]> entry : shapes(layer).entrySet()) {
      long[] shape = entry.getValue();
      long to = from + shape[0] * shape[1];
      views.put(entry.getKey(), vector.get(interval(from, to)).reshape('c', shape));
      from = to;
    }
    return views;
  }
}
