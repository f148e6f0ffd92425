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
}
