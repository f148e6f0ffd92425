package org.spiketrain.model.kernel;

import java.util.Arrays;
import org.spiketrain.model.frames.InputCoding;

/**
 * Holds the input channels of a layer back by a {@link DelayLine} and goes back to the gradients by
 * the input and by the delays. With learned delays a layer finds what belongs together at different
 * times (Hammouamri, Khalfaoui-Hassani and Masquelier 2023, "Learning delays in spiking neural
 * networks using dilated convolutions with learnable spacings"; there each synapse has a delay of
 * its own, here each input channel, as an axon has).
 *
 * <p>The threads share the examples; no result depends on their number. Owns its work space and is
 * not safe for use by several threads.
 */
public final class InputDelays {
  private final int channels;
  private final int longest;
  private final InputCoding coding;
  private final NativeBuffer delayed = new NativeBuffer();
  private final NativeBuffer gradDelayed = new NativeBuffer();
  private SequenceShape shape = SequenceShape.full(0, 0);
  private NativeRows x = NativeRows.NONE;
  private DelayLine line;

  /**
   * @param channels input channels
   * @param longest longest delay in time steps
   * @param coding how the input is laid out; what comes out is dense
   */
  public InputDelays(int channels, int longest, InputCoding coding) {
    this.channels = channels;
    this.longest = longest;
    this.coding = coding;
    this.line = new DelayLine(new float[channels], longest);
  }

  /**
   * Holds an input back.
   *
   * @param newShape time steps, batch and padding
   * @param input [T, B, channels], or events; must stay as it is until the way back
   * @param shares delay of each channel as a share of the longest, in [0, 1]
   * @return [T, B, channels]; valid until the next call
   */
  public NativeRows forward(SequenceShape newShape, NativeRows input, float[] shares) {
    shape = newShape;
    x = input;
    line = new DelayLine(shares, longest);
    NativeRows target = rows(delayed);
    KernelThreads.forEach(shape.batch(), b -> forward(b, target));
    return target;
  }

  private NativeRows rows(NativeBuffer buffer) {
    long size = (long) shape.timeSteps() * shape.batch() * channels;
    buffer.reserve(size);
    return new NativeRows(buffer.at(0), size, channels, 0);
  }

  private void forward(int b, NativeRows target) {
    float[] before = before(b);
    float[] row = new float[channels];
    for (int t = 0; t < shape.timeSteps(); t++) {
      for (int c = 0; c < channels; c++) {
        int at = at(t, c);
        row[c] = (1f - line.late(c)) * before[at] + line.late(c) * before[at - channels];
      }
      if (shape.isPadded(t, b)) {
        Arrays.fill(row, 0f);
      }
      target.store(t * shape.batch() + b, row);
    }
  }

  /** Where in {@link #before} the input lies that reaches the layer at step t. */
  private int at(int t, int c) {
    return (longest + 1 + t - line.whole(c)) * channels + c;
  }

  /** An example's input [longest + 1 + T, channels], with nothing before its first step. */
  private float[] before(int b) {
    float[] all = new float[(longest + 1 + shape.timeSteps()) * channels];
    float[] row = new float[coding == InputCoding.DENSE ? channels : x.width()];
    for (int t = 0; t < shape.timeSteps(); t++) {
      if (!shape.isPadded(t, b)) {
        x.load(t * shape.batch() + b, row);
        put(row, all, (longest + 1 + t) * channels);
      }
    }
    return all;
  }

  private void put(float[] row, float[] all, int at) {
    if (coding == InputCoding.DENSE) {
      System.arraycopy(row, 0, all, at, channels);
      return;
    }
    for (float event : row) {
      if (event > 0f && event <= channels) {
        all[at + (int) event - 1] += 1f;
      }
    }
  }

  /** Room for the gradient by what {@link #forward} gave, [T, B, channels], all zero. */
  public NativeRows gradient() {
    NativeRows rows = rows(gradDelayed);
    float[] zero = new float[channels];
    for (int row = 0; row < shape.timeSteps() * shape.batch(); row++) {
      rows.store(row, zero);
    }
    return rows;
  }

  /**
   * Goes back through the last {@link #forward}, from what lies in {@link #gradient}.
   *
   * @param gradX receives the gradient by the input; {@link NativeRows#NONE} where nobody wants it
   * @param gradShares receives the gradient by the delays as shares of the longest
   */
  public void backward(NativeRows gradX, float[] gradShares) {
    NativeRows gradY = rows(gradDelayed);
    float[][] examples = new float[shape.batch()][channels];
    KernelThreads.forEach(
        shape.batch(),
        b -> {
          float[] after = after(b, gradY);
          if (gradX != NativeRows.NONE && coding == InputCoding.DENSE) {
            inputGradient(b, after, gradX);
          }
          delayGradient(b, after, examples[b]);
        });
    Arrays.fill(gradShares, 0f);
    for (float[] example : examples) {
      for (int c = 0; c < channels; c++) {
        gradShares[c] += example[c];
      }
    }
  }

  /** An example's gradient [T + longest + 1, channels], with none after its last step. */
  private float[] after(int b, NativeRows gradY) {
    float[] all = new float[(shape.timeSteps() + longest + 1) * channels];
    float[] row = new float[channels];
    for (int t = 0; t < shape.timeSteps(); t++) {
      if (!shape.isPadded(t, b)) {
        gradY.load(t * shape.batch() + b, row);
        System.arraycopy(row, 0, all, t * channels, channels);
      }
    }
    return all;
  }

  private void inputGradient(int b, float[] after, NativeRows gradX) {
    float[] row = new float[channels];
    for (int t = 0; t < shape.timeSteps(); t++) {
      if (!shape.isPadded(t, b)) {
        for (int c = 0; c < channels; c++) {
          int at = (t + line.whole(c)) * channels + c;
          row[c] = (1f - line.late(c)) * after[at] + line.late(c) * after[at + channels];
        }
        gradX.store(t * shape.batch() + b, row);
      }
    }
  }

  private void delayGradient(int b, float[] after, float[] target) {
    float[] before = before(b);
    for (int t = 0; t < shape.timeSteps(); t++) {
      for (int c = 0; c < channels; c++) {
        int at = at(t, c);
        target[c] += longest * after[t * channels + c] * (before[at - channels] - before[at]);
      }
    }
  }
}
