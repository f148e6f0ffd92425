package org.spiketrain.model.frames;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * All examples of one partition in a few big arrays: built once, cached, and iterated over every
 * round without a boxed number in sight (as Spark ML's instance blocks are).
 */
public final class FrameShard implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long[] ids;
  private final int[] labels;
  private final int[] firstStep;

  /** One an example; none where all are 1. */
  private final float[] weights;

  /** The steps of all examples, one example after the other. */
  private final SpikeFrames all;

  private FrameShard(long[] ids, int[] labels, float[] weights, int[] firstStep, SpikeFrames all) {
    this.ids = ids;
    this.labels = labels;
    this.weights = weights;
    this.firstStep = firstStep;
    this.all = all;
  }

  /**
   * Packs examples, in their order.
   *
   * @param channels channels of every example
   * @throws IllegalArgumentException if an example has other channels or the shard would hold more
   *     than 2^31 entries or time steps: use more partitions
   */
  public static FrameShard of(int channels, Iterator<Example> examples) {
    List<Example> all = new ArrayList<>();
    examples.forEachRemaining(all::add);
    long steps = 0;
    long entries = 0;
    boolean binary = true;
    for (Example example : all) {
      if (example.frames().channels() != channels) {
        throw new IllegalArgumentException(
            "Example %d has %d channels, expected %d"
                .formatted(example.id(), example.frames().channels(), channels));
      }
      steps += example.frames().timeSteps();
      entries += example.frames().entries();
      binary &= example.frames().isBinary();
    }
    if (entries > Integer.MAX_VALUE || steps >= Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "%d entries in %d time steps do not fit one shard: use more partitions"
              .formatted(entries, steps));
    }
    int[] firstStep = new int[all.size() + 1];
    int[] rowStart = new int[(int) steps + 1];
    int[] channel = new int[(int) entries];
    float[] value = new float[binary ? 0 : (int) entries];
    for (int i = 0; i < all.size(); i++) {
      SpikeFrames frames = all.get(i).frames();
      firstStep[i + 1] = firstStep[i] + frames.timeSteps();
      int from = rowStart[firstStep[i]];
      for (int t = 0; t < frames.timeSteps(); t++) {
        rowStart[firstStep[i] + t + 1] = from + frames.rowStart()[t + 1];
      }
      System.arraycopy(frames.channel(), 0, channel, from, frames.entries());
      for (int k = 0; k < frames.entries() && !binary; k++) {
        value[from + k] = frames.valueAt(k);
      }
    }
    return new FrameShard(
        all.stream().mapToLong(Example::id).toArray(),
        all.stream().mapToInt(Example::label).toArray(),
        weights(all),
        firstStep,
        new SpikeFrames(channels, rowStart, channel, value));
  }

  private static float[] weights(List<Example> all) {
    if (all.stream().allMatch(example -> example.weight() == 1f)) {
      return new float[0];
    }
    float[] weights = new float[all.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = all.get(i).weight();
    }
    return weights;
  }

  public int channels() {
    return all.channels();
  }

  /** Time steps of the longest example; 0 where there is none. */
  public int mostTimeSteps() {
    int most = 0;
    for (int example = 0; example < size(); example++) {
      most = Math.max(most, timeSteps(example));
    }
    return most;
  }

  /** Most entries of a time step; 0 where there is none. */
  public int mostEntries() {
    int[] rowStart = all.rowStart();
    int most = 0;
    for (int row = 0; row + 1 < rowStart.length; row++) {
      most = Math.max(most, rowStart[row + 1] - rowStart[row]);
    }
    return most;
  }

  /** Number of examples. */
  public int size() {
    return ids.length;
  }

  public long id(int example) {
    return ids[example];
  }

  public int label(int example) {
    return labels[example];
  }

  /** What its loss is multiplied by. */
  public float weight(int example) {
    return weights.length == 0 ? 1f : weights[example];
  }

  public int timeSteps(int example) {
    return firstStep[example + 1] - firstStep[example];
  }

  /** Returns whether every entry of every example is a single spike. */
  public boolean isBinary() {
    return all.isBinary();
  }

  /** First entry of a step of an example; the step's entries end where the next one's begin. */
  public int firstEntry(int example, int step) {
    return all.rowStart()[firstStep[example] + step];
  }

  /** Channel of an entry. */
  public int channelOf(int entry) {
    return all.channel()[entry];
  }

  /** Value of an entry; 1 in binary shards. */
  public float valueOf(int entry) {
    return all.valueAt(entry);
  }

  /** One example, copied out; it has lost its text. */
  public Example example(int index) {
    return new Example(ids[index], labels[index], "", frames(index), weight(index));
  }

  /** All examples in their order, each copied out as it is asked for. */
  public Iterator<Example> examples() {
    return IntStream.range(0, size()).mapToObj(this::example).iterator();
  }

  /** One example's frames, copied out. */
  public SpikeFrames frames(int example) {
    int from = firstEntry(example, 0);
    int to = firstEntry(example, timeSteps(example));
    int[] rowStart = new int[timeSteps(example) + 1];
    Arrays.setAll(rowStart, t -> firstEntry(example, t) - from);
    return new SpikeFrames(
        channels(),
        rowStart,
        Arrays.copyOfRange(all.channel(), from, to),
        isBinary() ? all.value() : Arrays.copyOfRange(all.value(), from, to));
  }
}
