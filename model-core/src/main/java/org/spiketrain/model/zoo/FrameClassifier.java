package org.spiketrain.model.zoo;

import java.util.List;
import org.spiketrain.model.frames.SpikeFrames;

/** Anything that gives each example a probability for each class. */
@FunctionalInterface
public interface FrameClassifier {
  /**
   * Class probabilities of a batch of examples.
   *
   * @param examples frames with the number of channels that the classifier was made for, any number
   *     of time steps from 1
   * @return [examples][classes], each row summing to 1
   */
  float[][] probabilities(List<SpikeFrames> examples);

  /** Index of the largest probability; the lowest of several equal ones. */
  static int likeliest(float[] probabilities) {
    int best = 0;
    for (int c = 1; c < probabilities.length; c++) {
      best = probabilities[c] > probabilities[best] ? c : best;
    }
    return best;
  }
}
