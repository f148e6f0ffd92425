package org.spiketrain.model.frames;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Lays examples of a shard out as DL4J's {@code DataSet}, time-major in memory: features [batch,
 * size, time], labels one-hot [batch, classes], features mask [batch, time]. The examples are put
 * in order of descending length, so that the kernels do not work on padding.
 */
public final class Minibatch {
  private final FrameShard shard;
  private final int classes;
  private final InputCoding coding;
  private final double inputDropout;

  /**
   * @param shard where the examples are
   * @param classes number of classes
   * @param coding layout of the features; {@code EVENTS} wants a binary shard
   * @param inputDropout share of the spikes left out, in [0, 1)
   * @throws IllegalArgumentException if the coding does not fit the shard
   */
  public Minibatch(FrameShard shard, int classes, InputCoding coding, double inputDropout) {
    if (coding == InputCoding.EVENTS && !shard.isBinary()) {
      throw new IllegalArgumentException("Events hold no values: use dense coding");
    }
    this.shard = shard;
    this.classes = classes;
    this.coding = coding;
    this.inputDropout = inputDropout;
  }

  /**
   * Assembles one minibatch.
   *
   * @param examples indices of the examples in the shard
   * @param random decides which spikes are left out
   */
  public DataSet of(int[] examples, SplittableRandom random) {
    int[] rows = byDescendingLength(examples);
    int timeSteps = Math.max(1, shard.timeSteps(rows[0]));
    int width = coding == InputCoding.DENSE ? shard.channels() : mostEvents(rows);
    float[] features = new float[timeSteps * rows.length * width];
    float[] mask = new float[rows.length * timeSteps];
    INDArray labels = Nd4j.zeros(rows.length, classes);
    for (int b = 0; b < rows.length; b++) {
      labels.putScalar(b, shard.label(rows[b]), 1f);
      Arrays.fill(mask, b * timeSteps, b * timeSteps + shard.timeSteps(rows[b]), 1f);
      for (int t = 0; t < shard.timeSteps(rows[b]); t++) {
        putStep(features, (t * rows.length + b) * width, rows[b], t, random);
      }
    }
    INDArray timeMajor = Nd4j.createFromArray(features).reshape('c', timeSteps, rows.length, width);
    INDArray sequence = timeMajor.permute(1, 2, 0);
    if (shard.timeSteps(rows[rows.length - 1]) == timeSteps) {
      return new DataSet(sequence, labels);
    }
    INDArray present = Nd4j.createFromArray(mask).reshape('c', rows.length, timeSteps);
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

  private void putStep(float[] features, int at, int example, int t, SplittableRandom random) {
    int first = shard.firstEntry(example, t);
    int end = shard.firstEntry(example, t + 1);
    int event = 0;
    for (int k = first; k < end; k++) {
      if (inputDropout > 0 && random.nextDouble() < inputDropout) {
        continue;
      }
      if (coding == InputCoding.DENSE) {
        features[at + shard.channelOf(k)] = shard.valueOf(k);
      } else {
        features[at + event++] = shard.channelOf(k) + 1f;
      }
    }
  }
}
