package org.spiketrain.model.kernel;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.spiketrain.model.api.VectorMath;
import org.spiketrain.model.kernel.Blas.Matrix;

/**
 * The weighted part of a convolution over the words of sentences: the words of a minibatch, the
 * currents that the filters make of them, and the gradients by both.
 *
 * <p>They lie in rows that leave out the padding: for each example its time steps, for each step
 * its words and then as much padding as the widest filter reaches into. Examples are put together
 * in groups that are large enough for a matrix product; the groups depend on the sentences alone.
 */
final class ConvolutionCurrents {
  private static final int GROUP_ROWS = 1024;

  /** Examples whose rows lie together. */
  record Group(int firstExample, int endExample, int firstRow, int rows) {}

  private final SentenceConvolution size;
  private final NativeBuffer words = new NativeBuffer();
  private final NativeBuffer gradWords = new NativeBuffer();

  /** The currents without bias; after the backward pass, the gradients by them. */
  private final NativeBuffer currents = new NativeBuffer();

  private SequenceShape shape = SequenceShape.full(0, 0);

  /** Words of each example without its padding. */
  private int[] realWords = new int[0];

  /** Rows of a time step of each example. */
  private int[] stride = new int[0];

  private int[] firstRow = new int[0];
  private List<Group> groups = List.of();

  ConvolutionCurrents(SentenceConvolution size) {
    this.size = size;
  }

  SequenceShape shape() {
    return shape;
  }

  List<Group> groups() {
    return groups;
  }

  int words(int b) {
    return realWords[b];
  }

  /** Makes room for a minibatch, whose sentences are measured first. */
  void begin(KernelThreads team, SequenceShape newShape, NativeRows x) {
    shape = newShape;
    realWords = new int[shape.batch()];
    team.run(share -> share.forEach(shape.batch(), b -> realWords[b] = realWords(x, b)));
    stride = new int[shape.batch()];
    firstRow = new int[shape.batch() + 1];
    groups = new ArrayList<>();
    int begin = 0;
    for (int b = 0; b < stride.length; b++) {
      stride[b] = Math.min(size.words(), realWords[b] + Math.max(1, size.widest() - 1));
      firstRow[b + 1] =
          Math.addExact(firstRow[b], Math.multiplyExact(shape.timeSteps(), stride[b]));
      int rows = firstRow[b + 1] - firstRow[begin];
      if (rows >= GROUP_ROWS || b + 1 == stride.length) {
        groups.add(new Group(begin, b + 1, firstRow[begin], rows));
        begin = b + 1;
      }
    }
    words.reserve((long) rows() * size.dimensions());
    currents.reserve((long) rows() * size.columns());
  }

  private int rows() {
    return firstRow[stride.length];
  }

  private int row(int b, int t, int word) {
    return firstRow[b] + t * stride[b] + word;
  }

  private int realWords(NativeRows x, int b) {
    float[] word = new float[size.dimensions()];
    for (int w = size.words() - 1; w >= 0; w--) {
      for (int t = 0; t < shape.timeSteps(); t++) {
        x.load(t * shape.batch() + b, w * size.dimensions(), word);
        for (float value : word) {
          if (value != 0f) {
            return w + 1;
          }
        }
      }
    }
    return 0;
  }

  void compute(Group group, NativeRows x, ConvolutionKernel.Parameters parameters) {
    for (int b = group.firstExample(); b < group.endExample(); b++) {
      pack(x, b);
    }
    multiply(group, parameters);
  }

  private void pack(NativeRows x, int b) {
    int filled = realWords[b] * size.dimensions();
    int all = stride[b] * size.dimensions();
    for (int t = 0; t < shape.timeSteps(); t++) {
      long at = (long) row(b, t, 0) * size.dimensions();
      x.copy(t * shape.batch() + b, filled, words.at(at));
      words.clear(at + filled, all - filled);
    }
  }

  private void multiply(Group group, ConvolutionKernel.Parameters parameters) {
    for (int offset = 0; offset < size.widest(); offset++) {
      Blas.multiply(
          group.rows() - offset,
          size.columnsAt(offset),
          size.dimensions(),
          wordsFrom(words, group.firstRow() + offset),
          weights(parameters, offset),
          offset == 0 ? 0f : 1f,
          currentsFrom(group.firstRow(), offset));
    }
  }

  private Matrix wordsFrom(NativeBuffer buffer, int row) {
    return new Matrix(buffer.at((long) row * size.dimensions()), size.dimensions());
  }

  private Matrix currentsFrom(int row, int offset) {
    long at = (long) row * size.columns() + size.firstColumn(offset);
    return new Matrix(currents.at(at), size.columns());
  }

  private Matrix weights(ConvolutionKernel.Parameters parameters, int offset) {
    return new Matrix(parameters.weights().get(offset), size.columnsAt(offset));
  }

  /** The currents of an example at a position, with bias. */
  NeuronUnroll.Rows currentsAt(int b, int position, float[] bias) {
    return (t, z) -> {
      currents.load(row(b, t, position) * size.columns(), z);
      VectorMath.add(bias, z, z.length);
    };
  }

  /** The currents at a position that reads padding only. */
  static NeuronUnroll.Rows constant(float[] bias) {
    return (t, z) -> System.arraycopy(bias, 0, z, 0, z.length);
  }

  /** Replaces the current of an example at a position and a step by the gradient by it. */
  void storeGradient(int b, int t, int position, float[] gradient) {
    currents.store(row(b, t, position) * size.columns(), gradient);
  }

  /**
   * For each column the number of positions in an example's padding that its mean is over; the
   * first has the most.
   */
  float[] positionsBeyond(int b) {
    float[] positions = new float[size.columns()];
    for (int j = 0; j < positions.length; j++) {
      positions[j] = size.averagedPadding(j, realWords[b]);
    }
    return positions;
  }

  /** From sums over an example's positions to means. */
  void divideByPositions(int b, float[] step) {
    for (int j = 0; j < step.length; j++) {
      step[j] /= size.averaged(j, realWords[b]);
    }
  }

  float[] bias(FloatPointer bias) {
    float[] values = new float[size.columns()];
    bias.get(values);
    return values;
  }

  /** Rows at which no filter begins have no part in the products. */
  void clearRest(int b) {
    int used = Math.min(realWords[b], size.positions(0));
    long unused = (long) (stride[b] - used) * size.columns();
    for (int t = 0; t < shape.timeSteps(); t++) {
      currents.clear((long) row(b, t, used) * size.columns(), unused);
    }
  }

  /** The gradient by the weights at an offset within the filters, of all groups. */
  void weightGradient(int offset, ConvolutionKernel.Parameters gradient) {
    float beta = 0f;
    for (Group group : groups) {
      Blas.multiplyTransposedLeft(
          size.dimensions(),
          size.columnsAt(offset),
          group.rows() - offset,
          wordsFrom(words, group.firstRow() + offset),
          currentsFrom(group.firstRow(), offset),
          beta,
          weights(gradient, offset));
      beta = 1f;
    }
  }

  void reserveInputGradient() {
    gradWords.reserve((long) rows() * size.dimensions());
  }

  void inputGradient(Group group, ConvolutionKernel.Parameters parameters, NativeRows gradX) {
    for (int offset = 0; offset < size.widest(); offset++) {
      Blas.multiplyTransposedRight(
          group.rows() - offset,
          size.dimensions(),
          size.columnsAt(offset),
          currentsFrom(group.firstRow(), offset),
          weights(parameters, offset),
          offset == 0 ? 0f : 1f,
          wordsFrom(gradWords, group.firstRow() + offset));
    }
    for (int b = group.firstExample(); b < group.endExample(); b++) {
      float[] sentence = new float[realWords[b] * size.dimensions()];
      for (int t = 0; t < shape.timeSteps(); t++) {
        gradWords.load(row(b, t, 0) * size.dimensions(), sentence);
        gradX.store(t * shape.batch() + b, sentence);
      }
    }
  }
}
