package org.spiketrain.model.zoo;

import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.loss.PredictionWithLoss;

/** A classifier that knows the loss it was trained with. */
public interface LossAwareClassifier extends FrameClassifier {
  /**
   * Class probabilities of one example and the loss that the network was trained with, in one pass.
   *
   * @param label the example's class
   * @throws IllegalArgumentException if the example has another number of channels than the
   *     classifier reads
   */
  PredictionWithLoss judge(SpikeFrames example, int label);
}
