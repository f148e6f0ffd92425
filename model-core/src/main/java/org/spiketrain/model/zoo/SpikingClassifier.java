package org.spiketrain.model.zoo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.spiketrain.model.array.NativeFloats;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.kernel.InferenceLayer;
import org.spiketrain.model.kernel.InferenceStage;
import org.spiketrain.model.kernel.InferenceUnits;
import org.spiketrain.model.kernel.KernelThreads;
import org.spiketrain.model.kernel.StageInput;
import org.spiketrain.model.layer.LayerUnit;
import org.spiketrain.model.layer.PooledNeurons;
import org.spiketrain.model.layer.SequenceLayer;
import org.spiketrain.model.layer.SequenceParameters;
import org.spiketrain.model.layer.SpikeLoss;
import org.spiketrain.model.layer.SpikeReadout;
import org.spiketrain.model.layer.WordLayer;
import org.spiketrain.model.loss.PredictionWithLoss;
import org.spiketrain.model.metrics.SpikingLayer;

/**
 * A trained stack of sequence layers and what reads them out, for inference. Holds its own copy of
 * the parameters; immutable, safe for use by several threads.
 */
public final class SpikingClassifier implements LossAwareClassifier {
  private static final long serialVersionUID = 1L;

  private final ArrayList<InferenceStage> layers = new ArrayList<>();
  private final ArrayList<SpikingLayer> spikingLayers = new ArrayList<>();
  private final SequenceReadout readout;
  private final int channels;

  /**
   * Copies a network's parameters.
   *
   * @throws IllegalArgumentException if it is not sequence layers and a {@link SpikeReadout} or a
   *     {@link SpikeLoss}
   */
  public SpikingClassifier(MultiLayerNetwork network) {
    Layer[] all = network.getLayers();
    for (int l = 0; l < all.length - 1; l++) {
      addLayer(all[l]);
    }
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("Expected sequence layers before the last layer");
    }
    channels = (int) ((BaseRecurrentLayer) all[0].conf().getLayer()).getNIn();
    readout = SequenceReadout.of(all[all.length - 1]);
  }

  private void addLayer(Layer layer) {
    if (layer.conf().getLayer() instanceof SequenceLayer conf) {
      layers.add(units(conf, layer));
      addSpikes(conf);
    } else if (layer.conf().getLayer() instanceof WordLayer conf) {
      layers.add(conf.inference(layer.paramTable()));
      if (conf instanceof PooledNeurons) {
        addSpikes("pooled", conf, IntStream.range(0, (int) conf.getNOut()).boxed().toList());
      }
    } else {
      throw new IllegalArgumentException(
          "Expected a layer for sequences, but got a "
              + layer.conf().getLayer().getClass().getSimpleName());
    }
  }

  private static InferenceUnits units(SequenceLayer conf, Layer layer) {
    List<InferenceLayer> units = new ArrayList<>();
    for (LayerUnit unit : conf.units()) {
      units.add(
          new InferenceLayer(
              unit.unit(),
              unit.inputWeights(layer.paramTable()),
              parameter(layer, SequenceParameters.RECURRENT_WEIGHTS, unit),
              unit.inputBias(layer.paramTable()),
              parameter(layer, SequenceParameters.RECURRENT_BIAS, unit),
              unit.neuronValues(layer.paramTable())));
    }
    int[] offsets = conf.units().stream().mapToInt(LayerUnit::offset).toArray();
    return new InferenceUnits(units, offsets, conf.outputWidth());
  }

  private void addSpikes(SequenceLayer conf) {
    List<Integer> columns =
        conf.units().stream()
            .flatMap(
                placed ->
                    IntStream.range(0, placed.unit().spikeColumns())
                        .mapToObj(neuron -> placed.offset() + neuron))
            .toList();
    if (!columns.isEmpty()) {
      addSpikes(hyphened(conf.getClass().getSimpleName()), conf, columns);
    }
  }

  /** Of the layer added last. */
  private void addSpikes(String kind, BaseRecurrentLayer conf, List<Integer> columns) {
    String name = kind + "(" + conf.getNOut() + ")";
    spikingLayers.add(new SpikingLayer(layers.size() - 1, name, columns));
  }

  private static String hyphened(String name) {
    return name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  private static float[] parameter(Layer layer, String name, LayerUnit unit) {
    INDArray parameter = layer.getParam(name + unit.suffix());
    return parameter == null ? new float[0] : floats(parameter);
  }

  private static float[] floats(INDArray array) {
    return NativeFloats.copy(array);
  }

  /** Number of channels that an example must have. */
  public int channels() {
    return channels;
  }

  @Override
  public List<SpikingLayer> spikingLayers() {
    return List.copyOf(spikingLayers);
  }

  @Override
  public float[][] probabilities(List<SpikeFrames> examples) {
    float[][] all = new float[examples.size()][];
    KernelThreads.forEach(all.length, i -> all[i] = probabilities(examples.get(i)));
    return all;
  }

  /**
   * Class probabilities of one example.
   *
   * @throws IllegalArgumentException if it has another number of channels
   */
  public float[] probabilities(SpikeFrames example) {
    return probabilitiesOf(example, LayerObserver.NOBODY);
  }

  @Override
  public float[] probabilitiesOf(SpikeFrames example, LayerObserver observer) {
    return readout.probabilities(lastOutput(example, observer));
  }

  @Override
  public double[] logProbabilitiesOf(SpikeFrames example) {
    return readout.logProbabilities(lastOutput(example, LayerObserver.NOBODY));
  }

  @Override
  public PredictionWithLoss judge(SpikeFrames example, int label) {
    return readout.judge(lastOutput(example, LayerObserver.NOBODY), label);
  }

  private float[][] lastOutput(SpikeFrames example, LayerObserver observer) {
    if (example.channels() != channels) {
      throw new IllegalArgumentException(
          "The network reads %d channels, but the example has %d"
              .formatted(channels, example.channels()));
    }
    return outputs(StageInput.of(example), observer);
  }

  /**
   * Class probabilities, summing to 1, by what the last layer gives on [time][width]; by its first
   * time steps alone they are what the network would answer after so many.
   */
  public float[] probabilitiesBy(float[][] lastOutput) {
    return readout.probabilities(lastOutput);
  }

  /** Logarithms of the class probabilities by what the last layer gives on [time][width]. */
  double[] logProbabilitiesBy(float[][] lastOutput) {
    return readout.logProbabilities(lastOutput);
  }

  /** Class probabilities and loss by what the last layer gives on [time][width]. */
  PredictionWithLoss judgeBy(float[][] lastOutput, int label) {
    return readout.judge(lastOutput, label);
  }

  /**
   * What the last layer gives on for one example.
   *
   * @param sequence [time][channels], at least one step
   * @param observer is shown the output of every layer
   * @return [time][width]
   */
  public float[][] outputs(float[][] sequence, LayerObserver observer) {
    return outputs(StageInput.of(sequence), observer);
  }

  private float[][] outputs(StageInput first, LayerObserver observer) {
    StageInput input = first;
    float[][] sequence = new float[0][];
    for (int l = 0; l < layers.size(); l++) {
      sequence = layers.get(l).run(input);
      observer.observe(l, sequence);
      input = StageInput.of(sequence);
    }
    return sequence;
  }
}
