package org.spiketrain.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.kernel.KernelThreads;
import org.spiketrain.model.zoo.SpikingClassifier;

/** Classifies one minibatch with the names network. */
final class NamesInference implements Step {
  private final SpikingClassifier classifier;
  private final List<List<SpikeFrames>> minibatches = new ArrayList<>();
  private int best;

  NamesInference(Work work) {
    KernelThreads.use(work.threads());
    classifier = new SpikingClassifier(NamesNetwork.of(work));
    List<SpikeFrames> frames = DrawnNames.read(work.data()).stream().map(Example::frames).toList();
    for (int from = 0; from + work.batch() <= frames.size(); from += work.batch()) {
      minibatches.add(frames.subList(from, from + work.batch()));
    }
  }

  @Override
  public int run(int count) {
    List<SpikeFrames> minibatch = minibatches.get(count % minibatches.size());
    for (float[] probabilities : classifier.probabilities(minibatch)) {
      best = largest(probabilities);
    }
    return minibatch.size();
  }

  /** The class last answered; keeps the compiler from leaving the work out. */
  int best() {
    return best;
  }

  private static int largest(float[] values) {
    int largest = 0;
    for (int c = 1; c < values.length; c++) {
      if (values[c] > values[largest]) {
        largest = c;
      }
    }
    return largest;
  }
}
