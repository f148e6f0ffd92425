package org.spiketrain.train;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.frames.FrameShard;
import org.spiketrain.train.RoundTask.RoundStart;

/** Times minibatches where a task would train them: by how much a longer round takes longer. */
record MinibatchTimer(JavaRDD<FrameShard> shards, Workshop workshop) {
  private static final int REPETITIONS = 3;

  /**
   * What was found.
   *
   * @param seconds median of a minibatch
   * @param memory of a training step, in words
   */
  record Found(double seconds, String memory) implements Serializable {}

  /**
   * Times a minibatch of the first worker, in tasks that change nothing.
   *
   * @param minibatches by which one round is longer than the other
   * @throws UserErrorException if they are over too soon to be timed
   */
  Found time(TrainingState state, int minibatches) {
    // What packs them must not be at work meanwhile.
    var unused = shards.count();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(shards.context());
    Broadcast<Workshop> workshops = context.broadcast(workshop);
    Broadcast<RoundStart> once = context.broadcast(new RoundStart(state, false, minibatches));
    Broadcast<RoundStart> twice = context.broadcast(new RoundStart(state, false, 2 * minibatches));
    Differences differences =
        new Differences(new RoundTask(workshops, once), new RoundTask(workshops, twice));
    try {
      Found sum = shards.mapPartitionsWithIndex(differences, true).collect().get(0);
      if (sum.seconds() <= 0) {
        throw new UserErrorException(
            "%d minibatches are over too soon to be timed: name more with --minibatches"
                .formatted(minibatches));
      }
      return new Found(sum.seconds() / minibatches, sum.memory());
    } finally {
      workshops.destroy();
      once.destroy();
      twice.destroy();
    }
  }

  /** The median of several differences between two rounds of the first worker, in seconds. */
  private record Differences(RoundTask shorter, RoundTask longer)
      implements Function2<Integer, Iterator<FrameShard>, Iterator<Found>> {
    @Override
    public Iterator<Found> call(Integer worker, Iterator<FrameShard> shards) {
      if (worker > 0) {
        return List.<Found>of().iterator();
      }
      FrameShard shard = shards.next();
      // Before it is compiled, code takes many times as long.
      var unused = seconds(longer, shard);
      double[] differences = new double[REPETITIONS];
      for (int i = 0; i < REPETITIONS; i++) {
        double without = seconds(shorter, shard);
        differences[i] = seconds(longer, shard) - without;
      }
      Arrays.sort(differences);
      return List.of(new Found(differences[REPETITIONS / 2], shorter.memory(shard))).iterator();
    }

    private static double seconds(RoundTask task, FrameShard shard) {
      long begin = System.nanoTime();
      task.call(0, List.of(shard).iterator());
      return (System.nanoTime() - begin) / 1e9;
    }
  }
}
