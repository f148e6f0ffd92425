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
import org.spiketrain.model.api.NeuronParameter;

/**
 * Description of the parameters of our layers for DL4J: they lie one after the other, matrices
 * row-major, in the order of their names.
 *
 * @param <C> configuration of the layer
 */
abstract class NamedParameters<C extends Layer> implements ParamInitializer {
  private final Class<C> layerClass;

  NamedParameters(Class<C> layerClass) {
    this.layerClass = layerClass;
  }

  /** Rows and columns of each parameter. */
  abstract Map<String, long[]> shapes(C layer);

  /** Returns whether a parameter is a matrix of weights, which weight decay pulls to zero. */
  abstract boolean isWeight(String key);

  /**
   * Draws the first values.
   *
   * @param all all parameters as one row
   * @param views the same by name
   */
  abstract void initialise(C layer, INDArray all, Map<String, INDArray> views);

  /** Spreads values drawn evenly from (-bound, bound) over the first values of a parameter. */
  static void spread(NeuronParameter parameter, double bound, INDArray values) {
    double middle = (parameter.from() + parameter.to()) / 2;
    values.muli((parameter.to() - parameter.from()) / 2 / bound).addi(middle);
  }

  @Override
  public final long numParams(NeuralNetConfiguration conf) {
    return numParams(conf.getLayer());
  }

  @Override
  public final long numParams(Layer layer) {
    return shapes(layerClass.cast(layer)).values().stream().mapToLong(s -> s[0] * s[1]).sum();
  }

  @Override
  public final List<String> paramKeys(Layer layer) {
    return new ArrayList<>(shapes(layerClass.cast(layer)).keySet());
  }

  @Override
  public final List<String> weightKeys(Layer layer) {
    return paramKeys(layer).stream().filter(this::isWeight).toList();
  }

  @Override
  public final List<String> biasKeys(Layer layer) {
    return paramKeys(layer).stream().filter(key -> !isWeight(key)).toList();
  }

  @Override
  public final boolean isWeightParam(Layer layer, String key) {
    return isWeight(key);
  }

  /** Neuron parameters count as biases, so that no weight decay pulls them to zero. */
  @Override
  public final boolean isBiasParam(Layer layer, String key) {
    return !isWeight(key);
  }

  @Override
  public final Map<String, INDArray> init(
      NeuralNetConfiguration conf, INDArray paramsView, boolean initializeParams) {
    C layer = layerClass.cast(conf.getLayer());
    Map<String, INDArray> views = views(layer, paramsView);
    views.keySet().forEach(conf::addVariable);
    if (initializeParams) {
      initialise(layer, paramsView, views);
    }
    return views;
  }

  @Override
  public final Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration conf, INDArray gradientView) {
    return views(layerClass.cast(conf.getLayer()), gradientView);
  }

  private Map<String, INDArray> views(C layer, INDArray flat) {
    Map<String, INDArray> views = new LinkedHashMap<>();
    Map<String, long[]> shapes = shapes(layer);
    if (shapes.isEmpty()) {
      // DL4J has no array for no parameters.
      return views;
    }
    INDArray vector = flat.reshape(flat.length());
    long from = 0;
    for (Map.Entry<String, long[]> entry : shapes.entrySet()) {
      long[] shape = entry.getValue();
      long to = from + shape[0] * shape[1];
      views.put(entry.getKey(), vector.get(interval(from, to)).reshape('c', shape));
      from = to;
    }
    return views;
  }
}
