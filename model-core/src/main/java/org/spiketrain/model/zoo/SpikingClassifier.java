package org.spiketrain.model.zoo;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.kernel.InferenceLayer;
import org.spiketrain.model.kernel.InferenceReadout;
import org.spiketrain.model.kernel.KernelThreads;
import org.spiketrain.model.kernel.NativeFloats;
import org.spiketrain.model.kernel.SpikeRows;
import org.spiketrain.model.layer.LayerUnit;
import org.spiketrain.model.layer.SequenceLayer;
import org.spiketrain.model.layer.SequenceParameters;
import org.spiketrain.model.layer.SpikeLoss;
import org.spiketrain.model.layer.SpikeReadout;
import org.spiketrain.model.loss.ClassificationLoss;
import org.spiketrain.model.loss.SequenceLoss;
import org.spiketrain.model.metrics.SpikingLayer;

/**
 * A trained stack of sequence layers and what reads them out, for inference. Holds its own copy of
 * the parameters; immutable, safe for use by several threads.
 */
public final class SpikingClassifier implements FrameClassifier {
  private static final long serialVersionUID = 1L;

  private final ArrayList<ArrayList<InferenceLayer>> layers = new ArrayList<>();
  private final ArrayList<int[]> offsets = new ArrayList<>();
  private final ArrayList<Integer> widths = new ArrayList<>();
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
    channels = (int) ((SequenceLayer) all[0].conf().getLayer()).getNIn();
    readout = readout(all[all.length - 1]);
  }

  private static SequenceReadout readout(Layer last) {
    if (last.conf().getLayer() instanceof SpikeReadout conf) {
      InferenceReadout linear =
          new InferenceReadout(
              conf.getPooling(),
              conf.getHeads(),
              floats(last.getParam("W")),
              floats(last.getParam("b")));
      return linear::probabilities;
    }
    if (last.conf().getLayer() instanceof SpikeLoss conf) {
      SequenceLoss loss = SequenceLoss.parse(conf.getLoss());
      int classes = (int) conf.getNOut();
      return sequence -> {
        float[] scores = loss.scores(sequence, classes);
        ClassificationLoss.softmax(scores);
        return scores;
      };
    }
    throw new IllegalArgumentException(
        "Expected a SpikeReadout or a SpikeLoss, but the last layer is a "
            + last.conf().getLayer().getClass().getSimpleName());
  }

  /** From the last layer's output [time][width] to the classes' probabilities. */
  @FunctionalInterface
  private interface SequenceReadout extends Serializable {
    float[] probabilities(float[][] sequence);
  }

  private void addLayer(Layer layer) {
    if (!(layer.conf().getLayer() instanceof SequenceLayer conf)) {
      throw new IllegalArgumentException(
          "Expected a sequence layer, but got a "
              + layer.conf().getLayer().getClass().getSimpleName());
    }
    ArrayList<InferenceLayer> units = new ArrayList<>();
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
    layers.add(units);
    offsets.add(conf.units().stream().mapToInt(LayerUnit::offset).toArray());
    widths.add(conf.outputWidth());
    addSpikes(conf);
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
      String name = hyphened(conf.getClass().getSimpleName()) + "(" + conf.getNOut() + ")";
      spikingLayers.add(new SpikingLayer(widths.size() - 1, name, columns));
    }
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
    if (example.channels() != channels) {
      throw new IllegalArgumentException(
          "The network reads %d channels, but the example has %d"
              .formatted(channels, example.channels()));
    }
    SpikeRows input = SpikeRows.of(example);
    float[][] sequence = new float[0][];
    for (int l = 0; l < layers.size(); l++) {
      sequence = new float[example.timeSteps()][widths.get(l)];
      for (int u = 0; u < layers.get(l).size(); u++) {
        layers.get(l).get(u).run(input, sequence, offsets.get(l)[u]);
      }
      observer.observe(l, sequence);
      if (l + 1 < layers.size()) {
        input = SpikeRows.of(sequence);
      }
    }
    return readout.probabilities(sequence);
  }
}
