package org.spiketrain.model.zoo;

import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.loss.Judgement;

/** A classifier that knows the loss it was trained with. */
public interface JudgingClassifier extends FrameClassifier {
  /**
   * Class probabilities of one example and the loss that the network was trained with, in one pass.
   *
   * @param label the example's class
   * @throws IllegalArgumentException if the example has another number of channels than the
   *     classifier reads
   */
  Judgement judge(SpikeFrames example, int label);
}
