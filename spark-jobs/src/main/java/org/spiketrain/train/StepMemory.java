package org.spiketrain.train;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.frames.FrameShard;
import org.spiketrain.model.layer.MemoryPlan;
import org.spiketrain.model.layer.Recomputation;

/**
 * What a worker's training step takes off the heap, where that is computed.
 *
 * @param plan the network's, with as many segments as the training says
 * @param timeSteps of the longest example
 * @param batchSize examples a minibatch
 * @param available bytes that there are
 */
record StepMemory(MemoryPlan plan, int timeSteps, int batchSize, long available) {
  static StepMemory of(Workshop workshop, MultiLayerNetwork network, FrameShard shard) {
    int batchSize = workshop.plan().batchSize();
    int timeSteps = workshop.reader().mostTimeSteps(shard);
    long available = MemoryPlan.available();
    MemoryPlan whole = MemoryPlan.of(network, workshop.reader().columns(shard));
    MemoryPlan plan = workshop.plan().recompute().plan(whole, timeSteps, batchSize, available);
    return new StepMemory(plan, timeSteps, batchSize, available);
  }

  /**
   * Checks that a step fits.
   *
   * @throws UserErrorException if it does not
   */
  void check() {
    plan.check(timeSteps, batchSize, available);
  }

  /** Lets a network train so. */
  void use(MultiLayerNetwork network) {
    Recomputation.use(network, plan);
  }

  /** The same in words. */
  String told() {
    String how = plan.segments() > 1 ? ", in %d segments".formatted(plan.segments()) : "";
    return "a training step of %d examples of %d time steps takes at most %s of %s off the heap%s"
        .formatted(
            batchSize,
            timeSteps,
            MemoryPlan.megabytes(plan.bytes(timeSteps, batchSize)),
            MemoryPlan.megabytes(available),
            how);
  }
}
