package org.spiketrain.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.spiketrain.model.encode.SplitMix64;
import org.spiketrain.model.frames.FrameShard;
import org.spiketrain.train.TrainingSettings.Sampling;

/**
 * The endless sequence of examples that one worker trains on. What stands at a position depends on
 * the seed, the worker and the position alone, so that a retried task or a resumed training goes on
 * with exactly the same examples.
 */
@FunctionalInterface
interface ExampleStream {
  /** Indices in the shard of the {@code size} examples of minibatch number {@code minibatch}. */
  int[] minibatch(long minibatch, int size);

  static ExampleStream of(ClassBalance balance, FrameShard shard, long seed, int worker) {
    return balance.sampling() == Sampling.NATURAL
        ? new Epochs(shard.size(), seed, worker)
        : classBalanced(shard, balance.samplingPower(), seed, worker);
  }

  /** A seed for the given coordinates: the finaliser of SplitMix64, once per coordinate. */
  static long seed(long seed, long... coordinates) {
    long state = SplitMix64.mix(seed + SplitMix64.STEP);
    for (long coordinate : coordinates) {
      state = SplitMix64.mix(state ^ SplitMix64.mix(coordinate + SplitMix64.STEP));
    }
    return state;
  }

  private static ExampleStream classBalanced(
      FrameShard shard, double power, long seed, int worker) {
    TreeMap<Integer, List<Integer>> members = new TreeMap<>();
    for (int i = 0; i < shard.size(); i++) {
      members.computeIfAbsent(shard.label(i), label -> new ArrayList<>()).add(i);
    }
    List<List<Integer>> byClass = List.copyOf(members.values());
    ClassDraw draw = ClassDraw.of(byClass, power);
    return (minibatch, size) -> {
      SplittableRandom random = new SplittableRandom(seed(seed, worker, minibatch));
      int[] examples = new int[size];
      for (int i = 0; i < size; i++) {
        List<Integer> ofClass = byClass.get(draw.next(random));
        examples[i] = ofClass.get(random.nextInt(ofClass.size()));
      }
      return examples;
    };
  }

  /** Draws a class. */
  @FunctionalInterface
  interface ClassDraw {
    int next(SplittableRandom random);

    /** Of classes with these members, each as often as their number to the power of 1 - power. */
    static ClassDraw of(List<List<Integer>> byClass, double power) {
      int classes = byClass.size();
      if (power == 1) {
        return random -> random.nextInt(classes);
      }
      double[] bounds = new double[classes];
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        sum += StrictMath.pow(byClass.get(c).size(), 1 - power);
        bounds[c] = sum;
      }
      double all = sum;
      return random -> {
        int found = Arrays.binarySearch(bounds, random.nextDouble() * all);
        return Math.min(found < 0 ? -found - 1 : found + 1, classes - 1);
      };
    }
  }

  /** Every example once an epoch, in a new order each time. */
  final class Epochs implements ExampleStream {
    private final long seed;
    private final int worker;
    private final int[] order;
    private long epoch = -1;

    private Epochs(int size, long seed, int worker) {
      this.seed = seed;
      this.worker = worker;
      this.order = new int[size];
    }

    @Override
    public int[] minibatch(long minibatch, int size) {
      int[] examples = new int[size];
      for (int i = 0; i < size; i++) {
        long position = minibatch * size + i;
        shuffleFor(position / order.length);
        examples[i] = order[(int) (position % order.length)];
      }
      return examples;
    }

    private void shuffleFor(long wanted) {
      if (wanted == epoch) {
        return;
      }
      epoch = wanted;
      SplittableRandom random = new SplittableRandom(ExampleStream.seed(seed, worker, epoch));
      for (int i = 0; i < order.length; i++) {
        int j = random.nextInt(i + 1);
        order[i] = order[j];
        order[j] = i;
      }
    }
  }
}
