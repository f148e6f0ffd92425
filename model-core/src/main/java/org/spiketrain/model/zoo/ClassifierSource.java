package org.spiketrain.model.zoo;

import java.io.Serializable;

/**
 * A trained classifier as it travels to the executors: broadcast once, opened once per task.
 *
 * <p>Each call of {@link #open} gives a classifier for the use of one thread.
 */
@FunctionalInterface
public interface ClassifierSource extends Serializable {
  /** A classifier ready for use, not shared with any other thread. */
  FrameClassifier open();
}
