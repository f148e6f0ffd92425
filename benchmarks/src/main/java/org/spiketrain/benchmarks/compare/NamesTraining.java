package org.spiketrain.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;
import org.spiketrain.model.frames.Augmentation;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.frames.FrameShard;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.frames.Minibatch;
import org.spiketrain.model.kernel.KernelThreads;
import org.spiketrain.model.updater.PlainUpdater;

/** Trains the names network on one minibatch. */
final class NamesTraining implements Step {
  private final MultiLayerNetwork network;
  private final List<DataSet> minibatches = new ArrayList<>();

  NamesTraining(Work work) {
    KernelThreads.use(work.threads());
    network = NamesNetwork.of(work);
    // As the trainer's workers have it.
    network.setUpdater(new PlainUpdater(network));
    List<Example> names = DrawnNames.read(work.data());
    FrameShard shard = FrameShard.of(work.inputs(), names.iterator());
    Minibatch layout = new Minibatch(shard, work.classes(), InputCoding.EVENTS, Augmentation.NONE);
    SplittableRandom nothingIsDropped = new SplittableRandom();
    for (int from = 0; from + work.batch() <= shard.size(); from += work.batch()) {
      int[] examples = IntStream.range(from, from + work.batch()).toArray();
      minibatches.add(layout.of(examples, nothingIsDropped));
    }
  }

  @Override
  public int run(int count) {
    DataSet minibatch = minibatches.get(count % minibatches.size());
    network.fit(minibatch);
    return minibatch.numExamples();
  }
}
