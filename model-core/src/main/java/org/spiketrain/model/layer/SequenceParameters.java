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
import org.spiketrain.model.kernel.Unit;

/**
 * Lays out the parameters of a sequence layer: for each unit W [inputs, gates * neurons], b [1,
 * gates * neurons], RW [neurons, gates * neurons] and rb [1, gates * neurons], all row-major, so
 * that the weights of one input channel lie together; then the learned neuron parameters, [1, 1] or
 * [1, neurons], and gain, mean and variance, each [1, gates * neurons], where the unit is
 * normalised ({@link UnitNormalisation}). The names end in the unit's suffix.
 */
public final class SequenceParameters implements ParamInitializer {
  /** Input weights. */
  public static final String INPUT_WEIGHTS = "W";

  /** Recurrent weights. */
  public static final String RECURRENT_WEIGHTS = "RW";

  /** Bias of the input product. */
  public static final String INPUT_BIAS = "b";

  /** Bias of the recurrent product. */
  public static final String RECURRENT_BIAS = "rb";

  static final SequenceParameters INSTANCE = new SequenceParameters();

  private SequenceParameters() {}

  private static Map<String, long[]> shapes(Layer layer) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    for (LayerUnit placed : ((SequenceLayer) layer).units()) {
      Unit unit = placed.unit();
      String suffix = placed.suffix();
      long width = (long) unit.cell().gates() * unit.neurons();
      shapes.put(INPUT_WEIGHTS + suffix, new long[] {unit.inputs(), width});
      shapes.put(INPUT_BIAS + suffix, new long[] {1, width});
      if (unit.cell().hasRecurrentWeights()) {
        shapes.put(RECURRENT_WEIGHTS + suffix, new long[] {unit.neurons(), width});
        shapes.put(RECURRENT_BIAS + suffix, new long[] {1, width});
      }
      for (NeuronParameter parameter : placed.neuronParameters()) {
        if (parameter.isLearned()) {
          shapes.put(parameter.name() + suffix, new long[] {1, parameter.values(unit.neurons())});
        }
      }
      if (placed.isNormalised()) {
        UnitNormalisation.NAMES.forEach(name -> shapes.put(name + suffix, new long[] {1, width}));
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

  /** Neuron parameters count as biases, so that no weight decay pulls them to zero. */
  @Override
  public boolean isBiasParam(Layer layer, String key) {
    return !isWeightParam(layer, key);
  }

  @Override
  public Map<String, INDArray> init(
      NeuralNetConfiguration conf, INDArray paramsView, boolean initializeParams) {
    Map<String, INDArray> views = views(conf.getLayer(), paramsView);
    views.keySet().forEach(conf::addVariable);
    if (initializeParams) {
      initialise((SequenceLayer) conf.getLayer(), paramsView, views);
    }
    return views;
  }

  private static void initialise(SequenceLayer layer, INDArray all, Map<String, INDArray> views) {
    double bound = layer.recurrentBound();
    all.assign(Nd4j.rand(-bound, bound, Nd4j.getRandom(), all.shape()));
    for (LayerUnit placed : layer.units()) {
      if (layer.inputBound() != bound) {
        views.get(INPUT_WEIGHTS + placed.suffix()).muli(layer.inputBound() / bound);
        views.get(INPUT_BIAS + placed.suffix()).muli(layer.inputBound() / bound);
      }
      for (NeuronParameter parameter : placed.neuronParameters()) {
        if (parameter.isLearned()) {
          spread(views.get(parameter.name() + placed.suffix()), parameter, bound);
        }
      }
      if (placed.isNormalised()) {
        UnitNormalisation.initialise(views, placed.suffix(), placed.gain());
      }
    }
  }

  /** Makes values that lie evenly between -bound and bound lie so in a parameter's range. */
  private static void spread(INDArray values, NeuronParameter parameter, double bound) {
    double middle = (parameter.from() + parameter.to()) / 2;
    values.muli((parameter.to() - parameter.from()) / 2 / bound).addi(middle);
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
