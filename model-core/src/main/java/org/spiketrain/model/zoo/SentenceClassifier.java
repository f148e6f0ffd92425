package org.spiketrain.model.zoo;

import java.util.List;
import org.spiketrain.model.encode.WordInput;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.kernel.KernelThreads;
import org.spiketrain.model.loss.PredictionWithLoss;
import org.spiketrain.model.metrics.ActivityCounts.SpikingLayer;

/**
 * A network that reads sentences as the numbers of their words: one-hot frames of the vocabulary, a
 * word a step. Draws their spikes itself, the same each time.
 */
public final class SentenceClassifier implements LossAwareClassifier {
  private static final long serialVersionUID = 1L;

  private final WordInput input;
  private final SpikingClassifier network;

  /**
   * @param input how words become the network's input
   * @param network reads what {@code input} gives
   * @throws IllegalArgumentException if it reads another number of channels
   */
  public SentenceClassifier(WordInput input, SpikingClassifier network) {
    if (network.channels() != input.channels()) {
      throw new IllegalArgumentException(
          "The network reads %d channels, but sentences have %d"
              .formatted(network.channels(), input.channels()));
    }
    this.input = input;
    this.network = network;
  }

  /** Encoding of words into the network's input. */
  public WordInput input() {
    return input;
  }

  @Override
  public List<SpikingLayer> spikingLayers() {
    return network.spikingLayers();
  }

  @Override
  public float[][] probabilities(List<SpikeFrames> examples) {
    float[][] all = new float[examples.size()][];
    KernelThreads.forEach(
        all.length, i -> all[i] = probabilitiesOf(examples.get(i), LayerObserver.NOBODY));
    return all;
  }

  @Override
  public float[] probabilitiesOf(SpikeFrames sentence, LayerObserver observer) {
    return network.probabilitiesBy(outputs(sentence, observer));
  }

  @Override
  public double[] logProbabilitiesOf(SpikeFrames sentence) {
    return network.logProbabilitiesBy(outputs(sentence, LayerObserver.NOBODY));
  }

  @Override
  public PredictionWithLoss judge(SpikeFrames sentence, int label) {
    return network.judgeBy(outputs(sentence, LayerObserver.NOBODY), label);
  }

  /**
   * Outputs of the last layer for one sentence, which show what the network would answer after
   * fewer time steps.
   *
   * @return [time][width]
   */
  public float[][] outputs(SpikeFrames sentence, LayerObserver observer) {
    return network.outputs(input.draw(sentence.channel()), observer);
  }
}
