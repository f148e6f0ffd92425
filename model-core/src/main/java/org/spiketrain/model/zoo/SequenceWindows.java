package org.spiketrain.model.zoo;

import java.util.List;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.kernel.InferenceStage;
import org.spiketrain.model.kernel.StageInput;

/**
 * A network that is run over one long sequence window by window. Each layer goes on from the state
 * that it ended the window before in (unless {@code carry-state = false}), so that the outputs of
 * all windows are those of the whole sequence, bit for bit. For one thread.
 */
public final class SequenceWindows {
  private final SpikingClassifier network;
  private final List<InferenceStage.Windows> layers;

  SequenceWindows(SpikingClassifier network, List<InferenceStage.Windows> layers) {
    this.network = network;
    this.layers = layers;
  }

  /**
   * Outputs of the last layer in the next window, [time][width]. Those of several windows, one
   * after the other, give {@link SpikingClassifier#probabilitiesBy} the answer so far.
   *
   * @throws IllegalArgumentException if the window has another number of channels
   */
  public float[][] outputs(SpikeFrames window) {
    if (window.channels() != network.channels()) {
      throw new IllegalArgumentException(
          "The network reads %d channels, but the window has %d"
              .formatted(network.channels(), window.channels()));
    }
    StageInput input = StageInput.of(window);
    float[][] sequence = new float[0][];
    for (InferenceStage.Windows layer : layers) {
      sequence = layer.run(input);
      input = StageInput.of(sequence);
    }
    return sequence;
  }

  /**
   * Class probabilities by what the last layer outputs in the next window alone.
   *
   * @throws IllegalArgumentException if the window has another number of channels
   */
  public float[] probabilities(SpikeFrames window) {
    return network.probabilitiesBy(outputs(window));
  }
}
