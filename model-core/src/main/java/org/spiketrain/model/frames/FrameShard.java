package org.spiketrain.model.frames;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * All examples of one partition in a few big arrays: built once, cached, and iterated over every
 * round without a boxed number in sight (as Spark ML's instance blocks are).
 */
public final class FrameShard implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int channels;
  private final long[] ids;
  private final int[] labels;
  private final int[] firstStep;
  private final int[] rowStart;
  private final int[] channel;
  private final float[] value;

  private FrameShard(
      int channels,
      long[] ids,
      int[] labels,
      int[] firstStep,
      int[] rowStart,
      int[] channel,
      float[] value) {
    this.channels = channels;
    this.ids = ids;
    this.labels = labels;
    this.firstStep = firstStep;
    this.rowStart = rowStart;
    this.channel = channel;
    this.value = value;
  }

  /**
   * Packs examples, in their order.
   *
   * @param channels channels of every example
   * @throws IllegalArgumentException if an example has other channels or the shard would hold more
   *     than 2^31 entries: use more partitions
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
          entries + " entries do not fit one shard: use more partitions");
    }
    return pack(channels, all, (int) steps, (int) entries, binary);
  }

  private static FrameShard pack(
      int channels, List<Example> all, int steps, int entries, boolean binary) {
    FrameShard shard =
        new FrameShard(
            channels,
            new long[all.size()],
            new int[all.size()],
            new int[all.size() + 1],
            new int[steps + 1],
            new int[entries],
            new float[binary ? 0 : entries]);
    for (int i = 0; i < all.size(); i++) {
      shard.put(i, all.get(i));
    }
    return shard;
  }

  private void put(int i, Example example) {
    SpikeFrames frames = example.frames();
    ids[i] = example.id();
    labels[i] = example.label();
    firstStep[i + 1] = firstStep[i] + frames.timeSteps();
    int from = rowStart[firstStep[i]];
    for (int t = 0; t < frames.timeSteps(); t++) {
      rowStart[firstStep[i] + t + 1] = from + frames.rowStart()[t + 1];
    }
    System.arraycopy(frames.channel(), 0, channel, from, frames.entries());
    for (int k = 0; k < frames.entries() && value.length > 0; k++) {
      value[from + k] = frames.valueAt(k);
    }
  }

  public int channels() {
    return channels;
  }

  /** Time steps of the longest example; 0 where there is none. */
  public int mostTimeSteps() {
    int most = 0;
    for (int example = 0; example < size(); example++) {
      most = Math.max(most, timeSteps(example));
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

  public int timeSteps(int example) {
    return firstStep[example + 1] - firstStep[example];
  }

  /** Returns whether every entry of every example is a single spike. */
  public boolean isBinary() {
    return value.length == 0;
  }

  /** First entry of a step of an example; the step's entries end where the next one's begin. */
  public int firstEntry(int example, int step) {
    return rowStart[firstStep[example] + step];
  }

  /** Channel of an entry. */
  public int channelOf(int entry) {
    return channel[entry];
  }

  /** Value of an entry; 1 in binary shards. */
  public float valueOf(int entry) {
    return value.length == 0 ? 1f : value[entry];
  }

  /** One example, copied out; it has lost its text. */
  public Example example(int index) {
    return new Example(ids[index], labels[index], "", frames(index));
  }

  /** One example's frames, copied out. */
  public SpikeFrames frames(int example) {
    int steps = timeSteps(example);
    int from = firstEntry(example, 0);
    int to = rowStart[firstStep[example] + steps];
    int[] rows = new int[steps + 1];
    for (int t = 0; t <= steps; t++) {
      rows[t] = rowStart[firstStep[example] + t] - from;
    }
    int[] entries = Arrays.copyOfRange(channel, from, to);
    return value.length == 0
        ? SpikeFrames.binary(channels, rows, entries)
        : SpikeFrames.weighted(channels, rows, entries, Arrays.copyOfRange(value, from, to));
  }
}
