package org.spiketrain.model.frames;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.spiketrain.model.array.NativeFloats;

/**
 * Lays examples of a shard out as DL4J's {@code DataSet}, time-major in memory: features [batch,
 * size, time], labels [batch, classes], each row one-hot times the example's weight, features mask
 * [batch, time]. The examples are put in order of descending length, so that the kernels do not
 * work on padding.
 */
public final class Minibatch implements MinibatchSource {
  private final FrameShard shard;
  private final int classes;
  private final InputCoding coding;
  private final Augmentation augmentation;
  private final Map<Integer, int[]> members = new HashMap<>();

  /**
   * @param shard where the examples are
   * @param classes number of classes
   * @param coding layout of the features; {@code EVENTS} wants a binary shard
   * @param augmentation random changes of the examples; {@code EVENTS} can only leave some out
   * @throws IllegalArgumentException if the coding does not fit the shard or the changes
   */
  public Minibatch(FrameShard shard, int classes, InputCoding coding, Augmentation augmentation) {
    if (coding == InputCoding.EVENTS && !shard.isBinary()) {
      throw new IllegalArgumentException("Events hold no values: use dense coding");
    }
    if (coding == InputCoding.EVENTS && augmentation.movesEntries()) {
      throw new IllegalArgumentException("Events cannot be moved: use dense coding");
    }
    this.shard = shard;
    this.classes = classes;
    this.coding = coding;
    this.augmentation = augmentation;
  }

  @Override
  public DataSet of(int[] examples, SplittableRandom random) {
    int[] rows = byDescendingLength(examples);
    int timeSteps = Math.max(1, shard.timeSteps(rows[0]));
    int width = coding == InputCoding.DENSE ? shard.channels() : mostEvents(rows);
    float[] features = new float[timeSteps * rows.length * width];
    float[] mask = new float[rows.length * timeSteps];
    INDArray labels = Nd4j.zeros(rows.length, classes);
    for (int b = 0; b < rows.length; b++) {
      Arrays.fill(mask, b * timeSteps, b * timeSteps + shard.timeSteps(rows[b]), 1f);
      float weight =
          coding == InputCoding.DENSE
              ? putDense(features, b, rows, random)
              : putEvents(features, b, rows, width, random);
      labels.putScalar(b, shard.label(rows[b]), weight);
    }
    INDArray timeMajor = NativeFloats.vector(features).reshape('c', timeSteps, rows.length, width);
    INDArray sequence = timeMajor.permute(1, 2, 0);
    if (shard.timeSteps(rows[rows.length - 1]) == timeSteps) {
      return new DataSet(sequence, labels);
    }
    INDArray present = NativeFloats.vector(mask).reshape('c', rows.length, timeSteps);
    return new DataSet(sequence, labels, present, null);
  }

  private int[] byDescendingLength(int[] examples) {
    return Arrays.stream(examples)
        .boxed()
        .sorted(Comparator.comparingInt(shard::timeSteps).reversed())
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private int mostEvents(int[] rows) {
    int most = 1;
    for (int example : rows) {
      for (int t = 0; t < shard.timeSteps(example); t++) {
        most = Math.max(most, shard.firstEntry(example, t + 1) - shard.firstEntry(example, t));
      }
    }
    return most;
  }

  /** Puts an example's events; returns its weight. */
  private float putEvents(float[] features, int b, int[] rows, int width, SplittableRandom random) {
    for (int t = 0; t < shard.timeSteps(rows[b]); t++) {
      int at = (t * rows.length + b) * width;
      for (int k = shard.firstEntry(rows[b], t); k < shard.firstEntry(rows[b], t + 1); k++) {
        if (!augmentation.drops(random)) {
          features[at++] = shard.channelOf(k) + 1f;
        }
      }
    }
    return shard.weight(rows[b]);
  }

  /** Puts an example, blended or not; returns its weight, which is the mean of two in a blend. */
  private float putDense(float[] features, int b, int[] rows, SplittableRandom random) {
    int example = rows[b];
    if (!augmentation.blends(random)) {
      addDense(features, b, rows, example, false, random);
      return shard.weight(example);
    }
    int[] alike = members(shard.label(example));
    addDense(features, b, rows, example, true, random);
    int other = alike[random.nextInt(alike.length)];
    addDense(features, b, rows, other, true, random);
    return (shard.weight(example) + shard.weight(other)) / 2;
  }

  private int[] members(int label) {
    return members.computeIfAbsent(
        label,
        wanted -> IntStream.range(0, shard.size()).filter(e -> shard.label(e) == wanted).toArray());
  }

  /** Adds an example's entries, or half of them, to those of the minibatch's example b. */
  private void addDense(
      float[] features, int b, int[] rows, int example, boolean half, SplittableRandom random) {
    Augmentation.Draw draw = augmentation.draw(random);
    int room = shard.timeSteps(rows[b]);
    int channels = shard.channels();
    for (int t = 0; t < shard.timeSteps(example); t++) {
      for (int k = shard.firstEntry(example, t); k < shard.firstEntry(example, t + 1); k++) {
        if (augmentation.drops(random) || (half && random.nextBoolean())) {
          continue;
        }
        int step = draw.step(t, random);
        int channel = draw.channel(shard.channelOf(k), random);
        if (step >= 0 && step < room && channel >= 0 && channel < channels) {
          features[(step * rows.length + b) * channels + channel] += shard.valueOf(k);
        }
      }
    }
  }
}
