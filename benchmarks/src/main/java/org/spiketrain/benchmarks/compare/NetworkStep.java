package org.spiketrain.benchmarks.compare;

import java.util.List;
import java.util.function.ToIntFunction;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;
import org.spiketrain.model.kernel.KernelThreads;

/** Lets a network work on one minibatch of {@link SpikeCounts}. */
final class NetworkStep implements Step {
  private final List<DataSet> minibatches;
  private final ToIntFunction<DataSet> networkWork;

  private NetworkStep(Work work, ToIntFunction<DataSet> networkWork) {
    KernelThreads.use(work.threads());
    this.networkWork = networkWork;
    minibatches = SpikeCounts.read(work);
  }

  /** Trains on the minibatch. */
  static NetworkStep training(Work work, MultiLayerNetwork network) {
    return new NetworkStep(
        work,
        minibatch -> {
          network.fit(minibatch);
          return minibatch.numExamples();
        });
  }

  /** Classifies the minibatch. */
  static NetworkStep inference(Work work, MultiLayerNetwork network) {
    return new NetworkStep(
        work, minibatch -> (int) network.output(minibatch.getFeatures()).argMax(1).length());
  }

  @Override
  public int run(int count) {
    return networkWork.applyAsInt(minibatches.get(count % minibatches.size()));
  }
}
