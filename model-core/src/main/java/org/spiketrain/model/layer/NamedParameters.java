package org.spiketrain.model.layer;

import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.core.JsonProcessingException;

/** Describes our layers' parameters for DL4J: in the order of their names, matrices row-major. */
final class NamedParameters implements ParamInitializer {
  static final NamedParameters INSTANCE = new NamedParameters();

  private NamedParameters() {}

  /** A layer that names its parameters. */
  interface Source {
    /** Rows and columns of each parameter, in their order. */
    Map<String, long[]> parameterShapes();

    /** Returns whether a parameter is a matrix of weights, which weight decay pulls to zero. */
    boolean isWeight(String name);

    /** Draws the first values of all parameters, one row, of which the views are parts by name. */
    void initialise(INDArray all, Map<String, INDArray> views);
  }

  /** Gives a new runner its position, its parameters and its configuration. */
  static org.deeplearning4j.nn.api.Layer complete(
      org.deeplearning4j.nn.api.Layer runner,
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialise) {
    runner.setListeners(listeners);
    runner.setIndex(index);
    runner.setParamsViewArray(parameters);
    runner.setParamTable(INSTANCE.init(conf, parameters, initialise));
    runner.setConf(conf);
    return runner;
  }

  /** Returns whether two layers have the same JSON, which has all that they are made of. */
  static boolean equal(Layer layer, Object other) {
    return other instanceof Layer that && other instanceof Source && json(layer).equals(json(that));
  }

  static int hash(Layer layer) {
    return json(layer).hashCode();
  }

  private static String json(Layer layer) {
    try {
      return NeuralNetConfiguration.mapper().writeValueAsString(layer);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write layer " + layer.getLayerName(), e);
    }
  }

  private static Source source(Layer layer) {
    return (Source) layer;
  }

  @Override
  public long numParams(NeuralNetConfiguration conf) {
    return numParams(conf.getLayer());
  }

  @Override
  public long numParams(Layer layer) {
    return source(layer).parameterShapes().values().stream().mapToLong(s -> s[0] * s[1]).sum();
  }

  @Override
  public List<String> paramKeys(Layer layer) {
    return new ArrayList<>(source(layer).parameterShapes().keySet());
  }

  @Override
  public List<String> weightKeys(Layer layer) {
    return paramKeys(layer).stream().filter(key -> isWeightParam(layer, key)).toList();
  }

  @Override
  public List<String> biasKeys(Layer layer) {
    return paramKeys(layer).stream().filter(key -> isBiasParam(layer, key)).toList();
  }

  @Override
  public boolean isWeightParam(Layer layer, String key) {
    return source(layer).isWeight(key);
  }

  /** Neuron parameters count as biases, so that no weight decay pulls them to zero. */
  @Override
  public boolean isBiasParam(Layer layer, String key) {
    return !source(layer).isWeight(key);
  }

  @Override
  public Map<String, INDArray> init(
      NeuralNetConfiguration conf, INDArray paramsView, boolean initializeParams) {
    Map<String, INDArray> views = getGradientsFromFlattened(conf, paramsView);
    views.keySet().forEach(conf::addVariable);
    // DL4J has no array for no parameters.
    if (initializeParams && !views.isEmpty()) {
      source(conf.getLayer()).initialise(paramsView, views);
    }
    return views;
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration conf, INDArray flat) {
    Map<String, INDArray> views = new LinkedHashMap<>();
    long from = 0;
    for (var named : source(conf.getLayer()).parameterShapes().entrySet()) {
      long[] shape = named.getValue();
      long to = from + shape[0] * shape[1];
      INDArray vector = flat.reshape(flat.length());
      views.put(named.getKey(), vector.get(interval(from, to)).reshape('c', shape));
      from = to;
    }
    return views;
  }
}
