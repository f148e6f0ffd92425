package org.spiketrain.model.kernel;

import java.util.function.Function;
import java.util.stream.IntStream;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.kernel.Blas.Matrix;
import org.spiketrain.model.kernel.KernelThreads.Share;
import org.spiketrain.model.kernel.UnitBlock.Feedback;

/**
 * A recurrent cell unrolled over a whole sequence, forward and backward, in Java with OpenBLAS for
 * the matrix products. One kernel serves one layer and one direction; it owns its work space and is
 * not safe for use by several threads.
 *
 * <p>The neurons are cut into blocks of a fixed size that the threads which {@link KernelThreads}
 * gives share; the pieces of the matrix products are fixed too, so that the number of threads
 * changes no result. Sparse inputs and spikes add weight rows instead of being multiplied, wherever
 * few of them are there.
 */
public final class RecurrentKernel {
  /** Neurons of a block: large enough for a matrix product, small enough to share. */
  private static final int BLOCK = 256;

  private static final int ROW_CHUNK = 512;

  /** Fraction of firing neurons up to which their weights' gradient is added up event by event. */
  private static final double EVENT_GRADIENT_DENSITY = 0.1;

  /** Up to so many rows, that is faster at any density. */
  private static final int FEW_ROWS = 24;

  /** Order in which the cell is unrolled over the time steps. */
  public enum Direction {
    FORWARD,
    REVERSE;

    /** Time of the step that is run as the one of some number, from 0. */
    int time(int step, int timeSteps) {
      return this == FORWARD ? step : timeSteps - 1 - step;
    }
  }

  private final NeuronCell cell;
  private final int neurons;
  private final Direction direction;
  private final SequenceMemory memory;
  private final InputProduct inputProduct;
  private final UnitBlock[] blocks;
  private SequenceShape shape = SequenceShape.full(0, 0);
  private NativeRows x;
  private Normalisation normalisation = Normalisation.NONE;
  private boolean startedAtZero;

  /**
   * @param unit the neurons
   * @param coding how their input is laid out
   */
  public RecurrentKernel(Unit unit, InputCoding coding) {
    Blas.keepToCallingThread();
    this.cell = unit.cell();
    this.neurons = unit.neurons();
    this.direction = unit.direction();
    this.memory = new SequenceMemory(cell, neurons);
    this.inputProduct = new InputProduct(unit.inputs(), coding);
    this.blocks = new UnitBlock[(neurons + BLOCK - 1) / BLOCK];
    int size = (neurons + blocks.length - 1) / blocks.length;
    for (int k = 0; k < blocks.length; k++) {
      int first = k * size;
      NeuronRange range =
          new NeuronRange(cell.gates(), neurons, first, Math.min(size, neurons - first));
      blocks[k] = new UnitBlock(unit, range, memory, blocks);
    }
  }

  /** Floats off the heap that training keeps for one step of one example. */
  public static long trainingFloats(NeuronCell cell, long neurons) {
    return (cell.gates() * (cell.isMerged() ? 1L : 2L) + 1 + cell.states()) * neurons;
  }

  /**
   * Runs the cell over all time steps.
   *
   * @param newShape time steps, batch and padding
   * @param input input [T, B, inputs]
   * @param parameters weights and biases
   * @param initial state before the first step
   * @param training whether to keep what the backward pass needs
   * @param y receives the output of every step, [T, B, width of the unit's output]; rows of padding
   *     are set to zero
   * @return the state after the last step in running order
   */
  public RecurrentState forward(
      SequenceShape newShape,
      NativeRows input,
      RecurrentParameters parameters,
      RecurrentState initial,
      boolean training,
      NativeRows y) {
    shape = newShape;
    startedAtZero = initial.isZero();
    memory.reserve(shape, training);
    normalisation = parameters.normalisation();
    if (normalisation.isPresent() && !training) {
      throw new IllegalArgumentException("Normalisation must be folded into inference's weights");
    }
    x = inputProduct.read(shape, input, normalisation.isPresent());
    for (UnitBlock block : blocks) {
      block.begin(shape, initial, parameters);
    }
    KernelThreads team = team();
    team.run(share -> unroll(team, share, y));
    return states(block -> block.states);
  }

  /** One block is no work for two, and waking a second thread takes as long as a short sequence. */
  private KernelThreads team() {
    return blocks.length == 1 ? KernelThreads.ALONE : KernelThreads.team();
  }

  /** The blocks that a thread computes. */
  private UnitBlock[] blocksOf(Share share) {
    return IntStream.range(0, blocks.length)
        .filter(k -> k % share.members() == share.member())
        .mapToObj(k -> blocks[k])
        .toArray(UnitBlock[]::new);
  }

  private void unroll(KernelThreads team, Share share, NativeRows y) {
    UnitBlock[] own = blocksOf(share);
    int steps = shape.timeSteps();
    int window = memory.windowSteps();
    for (int s0 = 0; s0 < steps; s0 += window) {
      int s1 = Math.min(steps, s0 + window);
      int from = Math.min(timeStep(s0), timeStep(s1 - 1));
      beginWindow(team, share, own, from, from + s1 - s0);
      for (int s = s0; s < s1; s++) {
        step(team, own, s, y);
      }
    }
  }

  private void beginWindow(KernelThreads team, Share share, UnitBlock[] own, int from, int to) {
    team.await();
    if (share.member() == 0) {
      memory.beginWindow(from);
    }
    team.await();
    if (inputProduct.isSparse()) {
      return;
    }
    for (UnitBlock block : own) {
      block.products.multiplyInput(shape, from, to, x);
      if (normalisation.isPresent()) {
        block.normalisation.forward(shape, block.products.z, normalisation);
      }
    }
  }

  private void step(KernelThreads team, UnitBlock[] own, int s, NativeRows y) {
    int t = timeStep(s);
    for (UnitBlock block : own) {
      block.keepState(shape, t, s);
    }
    if (cell.hasRecurrentWeights()) {
      team.await();
    }
    Feedback feedback = feedback(t, s);
    SparseRows sparseInput = inputProduct.events();
    for (UnitBlock block : own) {
      if (feedback == Feedback.PRODUCT) {
        block.multiplyRecurrence(shape, t, s, sparseInput == null);
      }
      block.step(shape, t, s, sparseInput, feedback, y);
    }
  }

  private Feedback feedback(int t, int s) {
    if (!hasFeedback(s)) {
      return Feedback.NONE;
    }
    long firing = 0;
    for (UnitBlock block : blocks) {
      firing += block.firing(s);
    }
    return UnitBlock.isEventDriven(cell, firing, shape.activeRows(t), neurons)
        ? Feedback.EVENTS
        : Feedback.PRODUCT;
  }

  /**
   * Returns whether weighted outputs of the previous step reach step {@code s} in running order.
   */
  private boolean hasFeedback(int s) {
    return cell.hasRecurrentWeights() && (s > 0 || !startedAtZero);
  }

  private int timeStep(int s) {
    return direction.time(s, shape.timeSteps());
  }

  private RecurrentState states(Function<UnitBlock, BlockState> which) {
    float[] hidden = new float[shape.batch() * neurons];
    float[][] states = new float[cell.states()][hidden.length];
    for (UnitBlock block : blocks) {
      which.apply(block).copyTo(hidden, states, shape.batch());
    }
    return new RecurrentState(hidden, states);
  }

  /**
   * Gradients for the sequence of the last {@link #forward}, which must have been for training and
   * is used up.
   *
   * @param gradY gradient by the output [T, B, width of the output]
   * @param gradFinal gradient by the state after the last step
   * @param gradient receives the gradients by the parameters (overwritten), which are unchanged
   *     since the forward pass
   * @param gradX the gradient by the input [T, B, inputs] is added to it; {@link NativeRows#NONE}
   *     where nobody wants it
   * @return gradient by the initial state; {@link RecurrentState#ZERO} if that was zero
   */
  public RecurrentState backward(
      NativeRows gradY, RecurrentState gradFinal, RecurrentParameters gradient, NativeRows gradX) {
    if (!memory.isTraining()) {
      throw new IllegalStateException(
          "There is no backward pass after a forward pass for inference");
    }
    boolean wantsInputGradient = gradX != NativeRows.NONE && inputProduct.hasGradient();
    boolean recurrentEvents = addsUpRecurrentEvents();
    for (UnitBlock block : blocks) {
      block.backward.begin(shape, gradFinal, gradient, wantsInputGradient);
    }
    KernelThreads team = team();
    team.run(
        share -> {
          UnitBlock[] own = blocksOf(share);
          unrollBackward(team, own, gradY, recurrentEvents ? Feedback.EVENTS : Feedback.NONE);
          team.await();
          weightProducts(own, recurrentEvents, gradient.normalisation());
          team.await();
          if (wantsInputGradient) {
            inputGradient(share, gradX);
          }
          for (UnitBlock block : own) {
            block.backward.store(gradient, inputProduct.isSparse(), recurrentEvents);
          }
        });
    return startedAtZero ? RecurrentState.ZERO : states(block -> block.backward.gradients);
  }

  private boolean addsUpRecurrentEvents() {
    if (!cell.hasRecurrentWeights() || !cell.isSpiking()) {
      return false;
    }
    long fired = 0;
    for (UnitBlock block : blocks) {
      fired += block.fired();
    }
    return shape.rows() <= FEW_ROWS || fired < EVENT_GRADIENT_DENSITY * shape.rows() * neurons;
  }

  private void unrollBackward(
      KernelThreads team, UnitBlock[] own, NativeRows gradY, Feedback feedback) {
    SparseRows sparseInput = inputProduct.events();
    for (int s = shape.timeSteps() - 1; s >= 0; s--) {
      int t = timeStep(s);
      for (UnitBlock block : own) {
        block.backward.step(shape, t, sparseInput, feedback, gradY);
      }
      if (hasFeedback(s)) {
        team.await();
        for (UnitBlock block : own) {
          block.backward.backThroughRecurrence(shape, t);
        }
      }
    }
  }

  private void weightProducts(UnitBlock[] own, boolean recurrentEvents, Normalisation gradient) {
    for (UnitBlock block : own) {
      if (cell.hasRecurrentWeights() && !recurrentEvents) {
        Matrix before = new Matrix(memory.hiddenBefore.at(0), neurons);
        block.products.recurrentWeightsGradient(before, shape.rows());
      }
      // The recurrent product is not normalised: only now may z become the gradient before it.
      if (normalisation.isPresent()) {
        block.normalisation.backward(shape, block.products.z, gradient);
      }
      if (!inputProduct.isSparse()) {
        block.products.inputWeightsGradient(shape, x);
      }
    }
  }

  private void inputGradient(Share share, NativeRows gradX) {
    shape.forEachChunk(
        0,
        shape.timeSteps(),
        ROW_CHUNK,
        share,
        (row, inputRow, rows) -> {
          for (UnitBlock block : blocks) {
            block.products.addInputGradient(row, rows, gradX.matrix(inputRow));
          }
        });
  }
}
