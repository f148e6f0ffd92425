package org.spiketrain.benchmarks.rounds;

import java.util.Iterator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import org.nd4j.linalg.dataset.DataSet;
import org.spiketrain.data.Manifest;
import org.spiketrain.model.frames.Augmentation;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.frames.FrameShard;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.frames.Minibatch;

/** Minibatches as dl4j-spark takes them: made once, and kept in the executors' memory. */
final class Minibatches {
  private Minibatches() {}

  /**
   * A partition a worker, each with the minibatches of all rounds, walking through its examples.
   */
  static JavaRDD<DataSet> of(
      JavaRDD<Example> examples, Manifest manifest, Settings settings, int batchSize) {
    int channels = manifest.channels();
    int classes = manifest.classes().size();
    int each = settings.rounds() * settings.frequency();
    JavaRDD<DataSet> minibatches =
        examples
            .repartition(settings.workers())
            .mapPartitions(
                dealt -> ofShard(FrameShard.of(channels, dealt), classes, each, batchSize))
            .persist(StorageLevel.MEMORY_ONLY());
    minibatches.count();
    return minibatches;
  }

  private static Iterator<DataSet> ofShard(FrameShard shard, int classes, int each, int batchSize) {
    Minibatch source = new Minibatch(shard, classes, InputCoding.EVENTS, Augmentation.NONE);
    int[] order = shuffled(shard.size());
    return IntStream.range(0, each)
        .mapToObj(
            k ->
                source.of(
                    IntStream.range(k * batchSize, (k + 1) * batchSize)
                        .map(i -> order[i % order.length])
                        .toArray(),
                    new SplittableRandom(k)))
        .iterator();
  }

  private static int[] shuffled(int size) {
    SplittableRandom random = new SplittableRandom(size);
    int[] order = IntStream.range(0, size).toArray();
    for (int i = size - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int moved = order[i];
      order[i] = order[j];
      order[j] = moved;
    }
    return order;
  }
}
