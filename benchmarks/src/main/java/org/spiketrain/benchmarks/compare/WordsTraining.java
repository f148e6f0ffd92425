package org.spiketrain.benchmarks.compare;

import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;
import org.spiketrain.model.kernel.KernelThreads;

/** Trains the network for spoken words on one minibatch. */
final class WordsTraining implements Step {
  private final MultiLayerNetwork network;
  private final List<DataSet> minibatches;

  WordsTraining(Work work) {
    KernelThreads.use(work.threads());
    network = WordsNetwork.of(work);
    minibatches = SpikeCounts.read(work);
  }

  @Override
  public int run(int count) {
    DataSet minibatch = minibatches.get(count % minibatches.size());
    network.fit(minibatch);
    return minibatch.numExamples();
  }
}
