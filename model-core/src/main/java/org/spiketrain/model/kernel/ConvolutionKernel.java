package org.spiketrain.model.kernel;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.kernel.Blas.Matrix;
import org.spiketrain.model.kernel.SentenceRows.Group;

/**
 * A convolution over the words of a sentence, the neurons behind it and their mean over the
 * sentence, over all time steps in one call: {@code currents = conv(x_t) + b}, neurons of {@code
 * cell} at every place where a filter fits, and of their outputs the mean over these places,
 * padding included.
 *
 * <p>The currents depend on no earlier step, so that those of all steps come out of one matrix
 * product for each offset within a filter: filters of all widths that read the word at an offset
 * are multiplied with it together, without words being copied for each place. Beyond the words of a
 * sentence all neurons of a filter do the same, so that only one of them is computed.
 *
 * <p>One kernel serves one layer; it owns its work space and is not safe for use by several
 * threads. Results do not depend on the number of threads that {@link KernelThreads} gives.
 */
public final class ConvolutionKernel {
  private final SentenceConvolution size;
  private final NeuronCell cell;
  private final NativeBuffer words = new NativeBuffer();
  private final NativeBuffer gradWords = new NativeBuffer();

  /** The currents without bias; after the way back, the gradients by them. */
  private final NativeBuffer currents = new NativeBuffer();

  private SequenceShape shape = SequenceShape.full(0, 0);
  private SentenceRows rows;

  /**
   * @param size sizes of the convolution
   * @param cell equations of the neurons, of one gate and without recurrent weights
   * @throws IllegalArgumentException if the cell is another
   */
  public ConvolutionKernel(SentenceConvolution size, NeuronCell cell) {
    if (cell.gates() != 1 || cell.hasRecurrentWeights()) {
      throw new IllegalArgumentException(
          "Neurons behind a convolution have one gate and no recurrent weights, but these are "
              + cell);
    }
    Blas.keepToCallingThread();
    this.size = size;
    this.cell = cell;
  }

  /** Floats off the heap that training keeps for one step of one example. */
  public static long trainingFloats(SentenceConvolution size) {
    return (long) size.words() * (size.dimensions() + size.columns());
  }

  /**
   * Runs forward.
   *
   * @param newShape time steps and batch, without padded steps
   * @param x sentences [T, B, words * dimensions], word by word; words that are zero at all steps
   *     at the end of a sentence are its padding
   * @param y receives the neurons' means [T, B, columns]
   * @throws IllegalArgumentException if steps are padded
   */
  public void forward(
      SequenceShape newShape, NativeRows x, ConvolutionParameters parameters, NativeRows y) {
    forward(KernelThreads.team(), newShape, x, parameters, y);
  }

  /** Runs {@link #forward} on the calling thread only, which may be one of a team itself. */
  void forwardAlone(
      SequenceShape newShape, NativeRows x, ConvolutionParameters parameters, NativeRows y) {
    forward(ThreadTeam.ALONE, newShape, x, parameters, y);
  }

  private void forward(
      ThreadTeam team,
      SequenceShape newShape,
      NativeRows x,
      ConvolutionParameters parameters,
      NativeRows y) {
    if (newShape.hasPadding()) {
      throw new IllegalArgumentException("A convolution over words has no padded time steps");
    }
    shape = newShape;
    int[] lengths = new int[shape.batch()];
    team.run(
        member -> {
          for (int b = member; b < lengths.length; b += team.size()) {
            lengths[b] = realWords(x, b);
          }
        });
    rows = new SentenceRows(size, shape.timeSteps(), lengths);
    words.reserve((long) rows.rows() * size.dimensions());
    currents.reserve((long) rows.rows() * size.columns());
    float[] bias = floats(parameters.bias());
    team.run(
        member -> {
          Share share = new Share(member, team.size());
          NeuronUnroll walk = new NeuronUnroll(cell, size.columns(), parameters.neuron());
          for (int g = 0; g < rows.groups().size(); g++) {
            if (share.has(g)) {
              forward(rows.groups().get(g), x, parameters, bias, walk, y);
            }
          }
        });
  }

  /**
   * The largest positive current of each column at any place and time step of the last {@link
   * #forward}.
   *
   * @return [columns], 0 where none is positive
   */
  float[] largest(ConvolutionParameters parameters) {
    float[] bias = floats(parameters.bias());
    float[] largest = new float[size.columns()];
    float[] z = new float[size.columns()];
    for (int b = 0; b < shape.batch(); b++) {
      for (int p = 0; p < rows.words(b); p++) {
        for (int t = 0; t < shape.timeSteps(); t++) {
          currentsAt(b, p, bias).row(t, z);
          keepLargest(z, size.columnsFitting(p), largest);
        }
      }
      if (placesBeyond(b)[0] > 0) {
        keepLargest(bias, size.columnsFitting(rows.words(b)), largest);
      }
    }
    return largest;
  }

  /**
   * Shows what the neurons gave on at every place of an example in the last {@link #forward}: place
   * by place, those behind its words as one, since they all do the same.
   */
  void show(int b, ConvolutionParameters parameters, PositionObserver observer) {
    float[] bias = floats(parameters.bias());
    NeuronUnroll walk = new NeuronUnroll(cell, size.columns(), parameters.neuron());
    int steps = shape.timeSteps();
    int places = size.positions(0);
    int words = Math.min(rows.words(b), places);
    for (int p = 0; p < words; p++) {
      int place = p;
      walk.forward(
          steps,
          currentsAt(b, p, bias),
          (t, outputs) -> observer.observe(place, place + 1, t, outputs));
    }
    if (words < places) {
      walk.forward(
          steps, constant(bias), (t, outputs) -> observer.observe(words, places, t, outputs));
    }
  }

  private static void keepLargest(float[] values, int n, float[] largest) {
    for (int j = 0; j < n; j++) {
      largest[j] = Math.max(largest[j], values[j]);
    }
  }

  private float[] floats(FloatPointer bias) {
    float[] values = new float[size.columns()];
    bias.get(values);
    return values;
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

  private void forward(
      Group group,
      NativeRows x,
      ConvolutionParameters parameters,
      float[] bias,
      NeuronUnroll walk,
      NativeRows y) {
    for (int b = group.firstExample(); b < group.endExample(); b++) {
      pack(x, b);
    }
    multiply(group, parameters);
    for (int b = group.firstExample(); b < group.endExample(); b++) {
      float[][] means = means(b, bias, walk);
      for (int t = 0; t < shape.timeSteps(); t++) {
        y.store(t * shape.batch() + b, means[t]);
      }
    }
  }

  private void pack(NativeRows x, int b) {
    int filled = rows.words(b) * size.dimensions();
    int all = rows.stride(b) * size.dimensions();
    for (int t = 0; t < shape.timeSteps(); t++) {
      long at = (long) rows.row(b, t, 0) * size.dimensions();
      x.copy(t * shape.batch() + b, filled, words.at(at));
      words.clear(at + filled, all - filled);
    }
  }

  private void multiply(Group group, ConvolutionParameters parameters) {
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

  private Matrix weights(ConvolutionParameters parameters, int offset) {
    return new Matrix(parameters.weights().get(offset), size.columnsAt(offset));
  }

  /** The means [time][columns] of an example. */
  private float[][] means(int b, float[] bias, NeuronUnroll walk) {
    float[][] sums = new float[shape.timeSteps()][size.columns()];
    for (int p = 0; p < rows.words(b); p++) {
      int fitting = size.columnsFitting(p);
      if (fitting > 0) {
        walk.forward(
            shape.timeSteps(),
            currentsAt(b, p, bias),
            (t, outputs) -> add(outputs, fitting, sums[t]));
      }
    }
    float[] beyond = placesBeyond(b);
    if (beyond[0] > 0) {
      walk.forward(
          shape.timeSteps(), constant(bias), (t, outputs) -> addProduct(beyond, outputs, sums[t]));
    }
    for (float[] step : sums) {
      divideByPlaces(step);
    }
    return sums;
  }

  private NeuronUnroll.Rows currentsAt(int b, int position, float[] bias) {
    return (t, z) -> {
      currents.load(rows.row(b, t, position) * size.columns(), z);
      add(bias, z.length, z);
    };
  }

  private static NeuronUnroll.Rows constant(float[] bias) {
    return (t, z) -> System.arraycopy(bias, 0, z, 0, z.length);
  }

  /** For each column the places beyond the words of an example; the first has the most. */
  private float[] placesBeyond(int b) {
    float[] places = new float[size.columns()];
    for (int j = 0; j < places.length; j++) {
      places[j] = Math.max(0, size.positions(j) - rows.words(b));
    }
    return places;
  }

  private void divideByPlaces(float[] step) {
    for (int j = 0; j < step.length; j++) {
      step[j] /= size.positions(j);
    }
  }

  private static void add(float[] values, int n, float[] to) {
    for (int j = 0; j < n; j++) {
      to[j] += values[j];
    }
  }

  private static void addProduct(float[] a, float[] b, float[] to) {
    for (int j = 0; j < to.length; j++) {
      to[j] += a[j] * b[j];
    }
  }

  /**
   * Gradients for the minibatch of the last {@link #forward}, which is used up.
   *
   * @param gradY gradient by the means [T, B, columns]
   * @param parameters unchanged since the forward pass
   * @param gradient receives the gradients by the parameters (overwritten)
   * @param gradX receives the gradient by the input [T, B, words * dimensions], 0 where that is
   *     padding; {@link NativeRows#NONE} where nobody wants it
   */
  public void backward(
      NativeRows gradY,
      ConvolutionParameters parameters,
      ConvolutionParameters gradient,
      NativeRows gradX) {
    List<Group> groups = rows.groups();
    float[] bias = floats(parameters.bias());
    float[][] gradBias = new float[groups.size()][size.columns()];
    float[][][] gradNeuron = new float[groups.size()][][];
    boolean wantsInput = gradX != NativeRows.NONE;
    if (wantsInput) {
      gradWords.reserve((long) rows.rows() * size.dimensions());
    }
    ThreadTeam team = KernelThreads.team();
    team.run(
        member -> {
          Share share = new Share(member, team.size());
          NeuronUnroll walk = new NeuronUnroll(cell, size.columns(), parameters.neuron());
          for (int g = 0; g < groups.size(); g++) {
            if (share.has(g)) {
              walk.clearGradients();
              backThroughNeurons(groups.get(g), bias, walk, gradY, gradBias[g]);
              gradNeuron[g] = copy(walk.neuronGradients());
              if (wantsInput) {
                inputGradient(groups.get(g), parameters, gradX);
              }
            }
          }
          team.await();
          for (int offset = 0; offset < size.widest(); offset++) {
            if (share.has(offset)) {
              weightGradient(offset, gradient);
            }
          }
        });
    gradient.bias().put(sum(gradBias), 0, size.columns());
    for (int p = 0; p < cell.parameters().size(); p++) {
      int parameter = p;
      float[][] all =
          Arrays.stream(gradNeuron).map(group -> group[parameter]).toArray(float[][]::new);
      System.arraycopy(sum(all), 0, gradient.neuron().get(p), 0, size.columns());
    }
  }

  private static float[][] copy(float[][] rows) {
    return Arrays.stream(rows).map(float[]::clone).toArray(float[][]::new);
  }

  private float[] sum(float[][] rowsToAdd) {
    float[] sum = new float[size.columns()];
    for (float[] row : rowsToAdd) {
      add(row, row.length, sum);
    }
    return sum;
  }

  private void backThroughNeurons(
      Group group, float[] bias, NeuronUnroll walk, NativeRows gradY, float[] gradBias) {
    float[][] grad = new float[shape.timeSteps()][size.columns()];
    for (int b = group.firstExample(); b < group.endExample(); b++) {
      for (int t = 0; t < grad.length; t++) {
        gradY.load(t * shape.batch() + b, grad[t]);
        divideByPlaces(grad[t]);
      }
      backThroughNeurons(b, bias, walk, grad, gradBias);
    }
  }

  private void backThroughNeurons(
      int b, float[] bias, NeuronUnroll walk, float[][] grad, float[] gradBias) {
    int steps = shape.timeSteps();
    for (int p = 0; p < rows.words(b) && size.columnsFitting(p) > 0; p++) {
      int position = p;
      int fitting = size.columnsFitting(p);
      walk.backward(
          steps,
          currentsAt(b, p, bias),
          (t, gradOutputs) -> add(grad[t], fitting, gradOutputs),
          (t, gradCurrents) -> {
            currents.store(rows.row(b, t, position) * size.columns(), gradCurrents);
            add(gradCurrents, gradCurrents.length, gradBias);
          });
    }
    float[] beyond = placesBeyond(b);
    if (beyond[0] > 0) {
      walk.backward(
          steps,
          constant(bias),
          (t, gradOutputs) -> addProduct(beyond, grad[t], gradOutputs),
          (t, gradCurrents) -> add(gradCurrents, gradCurrents.length, gradBias));
    }
    clearRest(b);
  }

  /** Rows at which no filter begins have no part in the products. */
  private void clearRest(int b) {
    int walked = Math.min(rows.words(b), size.positions(0));
    long unused = (long) (rows.stride(b) - walked) * size.columns();
    for (int t = 0; t < shape.timeSteps(); t++) {
      currents.clear((long) rows.row(b, t, walked) * size.columns(), unused);
    }
  }

  private void weightGradient(int offset, ConvolutionParameters gradient) {
    float beta = 0f;
    for (Group group : rows.groups()) {
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

  private void inputGradient(Group group, ConvolutionParameters parameters, NativeRows gradX) {
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
      float[] sentence = new float[rows.words(b) * size.dimensions()];
      for (int t = 0; t < shape.timeSteps(); t++) {
        gradWords.load(rows.row(b, t, 0) * size.dimensions(), sentence);
        gradX.store(t * shape.batch() + b, sentence);
      }
    }
  }
}
