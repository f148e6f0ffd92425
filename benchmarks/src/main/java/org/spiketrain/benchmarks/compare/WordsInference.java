package org.spiketrain.benchmarks.compare;

import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.spiketrain.model.kernel.KernelThreads;

/** Classifies one minibatch of spoken words. */
final class WordsInference implements Step {
  private final MultiLayerNetwork network;
  private final List<DataSet> minibatches;

  WordsInference(Work work) {
    KernelThreads.use(work.threads());
    network = WordsNetwork.of(work);
    minibatches = SpikeCounts.read(work);
  }

  @Override
  public int run(int count) {
    INDArray features = minibatches.get(count % minibatches.size()).getFeatures();
    return (int) network.output(features).argMax(1).length();
  }
}
