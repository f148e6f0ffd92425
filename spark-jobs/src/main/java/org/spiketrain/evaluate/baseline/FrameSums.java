package org.spiketrain.evaluate.baseline;

import java.io.Serializable;
import java.util.stream.IntStream;
import org.spiketrain.model.frames.SpikeFrames;

/**
 * Sums of frames over equal parts of their time and neighbouring channels, {@code ln(1 + sum)}.
 *
 * @param times parts of the time, at least 1
 * @param channels parts of the channels, at least 1
 */
record FrameSums(int times, int channels) implements Serializable {
  /** Number of the sums. */
  int size() {
    return times * channels;
  }

  /** The sums of a recording that are not 0, [time x channel]. */
  SparseRow of(SpikeFrames frames) {
    double[] sums = new double[size()];
    int[] rowStart = frames.rowStart();
    for (int t = 0; t < frames.timeSteps(); t++) {
      int time = (int) ((long) t * times / frames.timeSteps());
      for (int k = rowStart[t]; k < rowStart[t + 1]; k++) {
        int channel = (int) ((long) frames.channel()[k] * channels / frames.channels());
        sums[time * channels + channel] += frames.value().length == 0 ? 1 : frames.value()[k];
      }
    }
    int[] columns = IntStream.range(0, sums.length).filter(k -> sums[k] != 0).toArray();
    float[] values = new float[columns.length];
    for (int k = 0; k < values.length; k++) {
      values[k] = (float) Math.log1p(sums[columns[k]]);
    }
    return new SparseRow(columns, values);
  }
}
