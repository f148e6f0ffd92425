package org.spiketrain.model.layer;

import java.util.BitSet;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;
import org.spiketrain.model.array.NativeFloats;
import org.spiketrain.model.kernel.NativeRows;
import org.spiketrain.model.kernel.SequenceShape;

/**
 * DL4J's sequences [batch, size, time] laid out in memory as [time, batch, size]. An array that was
 * made by {@link #view} passes through {@link #of} without a copy, so our layers hand each other
 * their activations as they are, under the shape that every other layer expects.
 */
public final class TimeMajor {
  private TimeMajor() {}

  /** The array [time, batch, size] of a DL4J sequence, copied only if it lies otherwise. */
  public static INDArray of(INDArray sequence, RNNFormat format) {
    if (sequence.rank() != 3) {
      throw new IllegalArgumentException(
          "Expected a sequence of rank 3, [batch, size, time], but the rank is " + sequence.rank());
    }
    INDArray floats = sequence.castTo(DataType.FLOAT);
    INDArray timeMajor =
        format == RNNFormat.NWC ? floats.permute(1, 0, 2) : floats.permute(2, 0, 1);
    boolean contiguous =
        Shape.strideDescendingCAscendingF(timeMajor)
            && timeMajor.stride(2) == 1
            && timeMajor.stride(1) == timeMajor.size(2)
            && timeMajor.stride(0) == timeMajor.size(2) * timeMajor.size(1);
    return contiguous ? timeMajor : timeMajor.dup('c');
  }

  /** DL4J's view of an array [time, batch, size]; no copy. */
  public static INDArray view(INDArray timeMajor, RNNFormat format) {
    return format == RNNFormat.NWC ? timeMajor.permute(1, 0, 2) : timeMajor.permute(1, 2, 0);
  }

  /** An input type that must be a sequence's; throws {@link IllegalStateException} if it is not. */
  static InputType.InputTypeRecurrent sequence(String layer, InputType inputType) {
    if (inputType instanceof InputType.InputTypeRecurrent sequence) {
      return sequence;
    }
    throw new IllegalStateException(layer + " expects a sequence as input, but got " + inputType);
  }

  /** The columns of an array [time, batch, size] from {@code offset} on, for a kernel. */
  static NativeRows rows(INDArray timeMajor, int offset) {
    return new NativeRows(address(timeMajor), timeMajor.length(), (int) timeMajor.size(2), offset);
  }

  /** First float of an array without gaps. */
  static FloatPointer address(INDArray array) {
    return new FloatPointer(array.data().addressPointer());
  }

  /** Time steps, batch and padding of an array [time, batch, size] under a mask [batch, time]. */
  static SequenceShape shape(INDArray timeMajor, INDArray mask) {
    int timeSteps = (int) timeMajor.size(0);
    int batch = (int) timeMajor.size(1);
    if (mask == null) {
      return SequenceShape.full(timeSteps, batch);
    }
    float[] present = NativeFloats.copy(mask.castTo(DataType.FLOAT));
    BitSet padded = new BitSet(timeSteps * batch);
    for (int b = 0; b < batch; b++) {
      for (int t = 0; t < timeSteps; t++) {
        if (present[b * timeSteps + t] == 0f) {
          padded.set(t * batch + b);
        }
      }
    }
    return new SequenceShape(timeSteps, batch, padded);
  }
}
