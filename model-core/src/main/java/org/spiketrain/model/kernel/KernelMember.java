package org.spiketrain.model.kernel;

import java.util.function.BiConsumer;
import org.spiketrain.model.kernel.KernelThreads.Share;

/**
 * A thread that takes part in a kernel call.
 *
 * @param team all threads of the call
 * @param share its part of what is not cut into blocks
 * @param blocks those that it computes
 * @param panels all of the layer
 * @param hasOwnPanels whether every thread has panels of its own, of which nobody else has a part
 */
@SuppressWarnings("ArrayRecordComponent")
record KernelMember(
    KernelThreads team,
    Share share,
    UnitBlock[] blocks,
    WeightPanel[] panels,
    boolean hasOwnPanels) {
  boolean isFirst() {
    return share.member() == 0;
  }

  void await() {
    team.await();
  }

  /** Panels with the thread's share of each: all of its own, or a part of every one. */
  void forEachPanel(BiConsumer<WeightPanel, Share> work) {
    if (hasOwnPanels) {
      for (UnitBlock block : blocks) {
        work.accept(block.panel, Share.ALL);
      }
      return;
    }
    for (WeightPanel panel : panels) {
      work.accept(panel, share);
    }
  }
}
