package org.spiketrain.pipeline;

import org.spiketrain.evaluate.SharedBaselines;
import org.spiketrain.train.TaskSlots;

/** What experiments share that run beside one another. */
record Shared(TaskSlots slots, SharedBaselines baselines) {
  /** An experiment by itself. */
  static Shared nothing() {
    return new Shared(TaskSlots.NONE, new SharedBaselines());
  }
}
