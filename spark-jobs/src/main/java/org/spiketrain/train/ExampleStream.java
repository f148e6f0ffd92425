package org.spiketrain.train;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.spiketrain.model.frames.FrameShard;
import org.spiketrain.train.TrainingSettings.Sampling;

/**
 * The endless sequence of examples that one worker trains on. What stands at a position depends on
 * the seed, the worker and the position alone, so that a retried task or a resumed training goes on
 * with exactly the same examples.
 */
interface ExampleStream {
  /** Indices in the shard of the {@code size} examples of minibatch number {@code minibatch}. */
  int[] minibatch(long minibatch, int size);

  /** The stream of a worker. */
  static ExampleStream of(Sampling sampling, FrameShard shard, long seed, int worker) {
    return sampling == Sampling.NATURAL
        ? new Epochs(shard.size(), seed, worker)
        : new ClassBalanced(shard, seed, worker);
  }

  /** Every example once an epoch, in a new order each time. */
  final class Epochs implements ExampleStream {
    private final int size;
    private final long seed;
    private final int worker;
    private final int[] order;
    private long epoch = -1;

    Epochs(int size, long seed, int worker) {
      this.size = size;
      this.seed = seed;
      this.worker = worker;
      this.order = new int[size];
    }

    @Override
    public int[] minibatch(long minibatch, int batchSize) {
      int[] examples = new int[batchSize];
      long first = minibatch * batchSize;
      for (int i = 0; i < batchSize; i++) {
        shuffleFor((first + i) / size);
        examples[i] = order[(int) ((first + i) % size)];
      }
      return examples;
    }

    private void shuffleFor(long wanted) {
      if (wanted == epoch) {
        return;
      }
      epoch = wanted;
      SplittableRandom random = new SplittableRandom(Seeds.derive(seed, worker, epoch));
      for (int i = 0; i < size; i++) {
        int j = random.nextInt(i + 1);
        order[i] = order[j];
        order[j] = i;
      }
    }
  }

  /** A class uniformly, then one of its examples uniformly, with replacement. */
  final class ClassBalanced implements ExampleStream {
    private final List<int[]> byClass = new ArrayList<>();
    private final long seed;
    private final int worker;

    ClassBalanced(FrameShard shard, long seed, int worker) {
      this.seed = seed;
      this.worker = worker;
      TreeMap<Integer, List<Integer>> members = new TreeMap<>();
      for (int i = 0; i < shard.size(); i++) {
        members.computeIfAbsent(shard.label(i), label -> new ArrayList<>()).add(i);
      }
      members.values().forEach(m -> byClass.add(m.stream().mapToInt(Integer::intValue).toArray()));
    }

    @Override
    public int[] minibatch(long minibatch, int batchSize) {
      SplittableRandom random = new SplittableRandom(Seeds.derive(seed, worker, minibatch));
      int[] examples = new int[batchSize];
      for (int i = 0; i < batchSize; i++) {
        int[] members = byClass.get(random.nextInt(byClass.size()));
        examples[i] = members[random.nextInt(members.length)];
      }
      return examples;
    }
  }
}
