package org.spiketrain.model.zoo;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.kernel.InferenceStage;
import org.spiketrain.model.kernel.KernelThreads;
import org.spiketrain.model.kernel.StageInput;
import org.spiketrain.model.layer.NetworkLayer;
import org.spiketrain.model.layer.SequenceReadout;
import org.spiketrain.model.layer.SpikeLoss;
import org.spiketrain.model.layer.SpikeReadout;
import org.spiketrain.model.loss.PredictionWithLoss;
import org.spiketrain.model.metrics.ActivityCounts.SpikingLayer;

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
    channels = NetworkLayer.of(all[0]).inputWidth();
    readout = SequenceReadout.of(all[all.length - 1]);
  }

  private void addLayer(Layer layer) {
    NetworkLayer contract = NetworkLayer.of(layer);
    if (!contract.spikeColumns().isEmpty()) {
      spikingLayers.add(new SpikingLayer(layers.size(), contract.label(), contract.spikeColumns()));
    }
    layers.add(contract.inference(layer.paramTable()));
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
   * Class probabilities, summing to 1, by the outputs of the last layer [time][width]; by its first
   * time steps alone they are what the network would answer after so many.
   */
  public float[] probabilitiesBy(float[][] lastOutput) {
    return readout.probabilities(lastOutput);
  }

  /** Logarithms of the class probabilities by the outputs of the last layer [time][width]. */
  double[] logProbabilitiesBy(float[][] lastOutput) {
    return readout.logProbabilities(lastOutput);
  }

  /** Class probabilities and loss by the outputs of the last layer [time][width]. */
  PredictionWithLoss judgeBy(float[][] lastOutput, int label) {
    return readout.judge(lastOutput, label);
  }

  /**
   * Outputs of the last layer for one example.
   *
   * @param sequence [time][channels], at least one step
   * @param observer is shown the output of every layer
   * @return [time][width]
   */
  public float[][] outputs(float[][] sequence, LayerObserver observer) {
    return outputs(StageInput.of(sequence), observer);
  }

  /**
   * Begins a long sequence that comes window by window.
   *
   * @throws UserErrorException if a layer needs whole sequences
   */
  public SequenceWindows windows() {
    List<InferenceStage.Windows> stages = new ArrayList<>();
    for (int l = 0; l < layers.size(); l++) {
      int number = l + 1;
      stages.add(
          layers
              .get(l)
              .windows()
              .orElseThrow(
                  () ->
                      new UserErrorException(
                          "Layer %d of the network needs whole sequences, as one that runs in both directions does: it cannot be run window by window"
                              .formatted(number))));
    }
    return new SequenceWindows(this, stages);
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
