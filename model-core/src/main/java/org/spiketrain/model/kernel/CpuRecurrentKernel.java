package org.spiketrain.model.kernel;

import java.util.List;
import java.util.function.Function;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.kernel.Blas.Matrix;
import org.spiketrain.model.kernel.RecurrentInput.Kind;

/**
 * {@link RecurrentKernel} in Java with OpenBLAS for the matrix products.
 *
 * <p>The neurons are cut into blocks of a fixed size that the threads share; the pieces of the
 * matrix products are fixed too, so that the number of threads changes no result. Sparse inputs and
 * spikes add weight rows instead of being multiplied, wherever few of them are there.
 */
final class CpuRecurrentKernel implements RecurrentKernel {
  /** Neurons of a block: large enough for a matrix product, small enough to share. */
  private static final int BLOCK = 256;

  private static final int ROW_CHUNK = 512;

  /** Fraction of firing neurons up to which their weights' gradient is added up event by event. */
  private static final double EVENT_GRADIENT_DENSITY = 0.1;

  /** Up to so many rows, that is faster at any density. */
  private static final int FEW_ROWS = 24;

  private final NeuronCell cell;
  private final int inputs;
  private final int neurons;
  private final Direction direction;
  private final CellOutput output;
  private final SequenceMemory memory;
  private final InputProduct inputProduct;
  private final UnitBlock[] blocks;
  private final RecurrentInput none;
  private final RecurrentInput events;
  private final RecurrentInput product;
  private SequenceShape shape = SequenceShape.full(0, 0);
  private final DenseEvents denseEvents = new DenseEvents();
  private NativeRows x;
  private Normalisation normalisation = Normalisation.NONE;
  private boolean startedAtZero;

  CpuRecurrentKernel(Unit unit, InputCoding coding) {
    this.cell = unit.cell();
    this.inputs = unit.inputs();
    this.neurons = unit.neurons();
    this.direction = unit.direction();
    this.output = unit.output();
    this.memory = new SequenceMemory(cell, neurons);
    this.inputProduct = new InputProduct(inputs, coding);
    this.blocks = new UnitBlock[(neurons + BLOCK - 1) / BLOCK];
    int size = (neurons + blocks.length - 1) / blocks.length;
    for (int k = 0; k < blocks.length; k++) {
      int first = k * size;
      blocks[k] =
          new UnitBlock(cell, inputs, neurons, first, Math.min(size, neurons - first), memory);
    }
    this.none = new RecurrentInput(Kind.NONE, List.of(blocks));
    this.events = new RecurrentInput(Kind.EVENTS, List.of(blocks));
    this.product = new RecurrentInput(Kind.PRODUCT, List.of(blocks));
  }

  @Override
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
    boolean isDense = normalisation.isPresent() && !inputProduct.hasGradient();
    x = isDense ? denseEvents.of(shape, input, inputs) : input;
    inputProduct.read(shape, x, normalisation.isPresent());
    for (UnitBlock block : blocks) {
      block.begin(shape, initial, parameters);
    }
    ThreadTeam team = team();
    team.run(member -> unroll(team, new Share(member, team.size()), y));
    return states(UnitBlock::states);
  }

  /** One block is no work for two, and waking a second thread takes as long as a short sequence. */
  private ThreadTeam team() {
    return blocks.length == 1 ? ThreadTeam.ALONE : KernelThreads.team();
  }

  private void unroll(ThreadTeam team, Share share, NativeRows y) {
    int steps = shape.timeSteps();
    int window = memory.windowSteps();
    for (int s0 = 0; s0 < steps; s0 += window) {
      int s1 = Math.min(steps, s0 + window);
      int from = Math.min(timeStep(s0), timeStep(s1 - 1));
      beginWindow(team, share, from, from + s1 - s0);
      for (int s = s0; s < s1; s++) {
        step(team, share, s, y);
      }
    }
  }

  private void beginWindow(ThreadTeam team, Share share, int from, int to) {
    team.await();
    if (share.member() == 0) {
      memory.beginWindow(from);
    }
    team.await();
    if (!inputProduct.isSparse()) {
      for (int k = share.member(); k < blocks.length; k += share.members()) {
        blocks[k].products().multiplyInput(shape, from, to, x);
        if (normalisation.isPresent()) {
          blocks[k].normalise(shape, normalisation);
        }
      }
    }
  }

  private void step(ThreadTeam team, Share share, int s, NativeRows y) {
    int t = timeStep(s);
    for (int k = share.member(); k < blocks.length; k += share.members()) {
      blocks[k].keepState(shape, t, s);
    }
    if (cell.hasRecurrentWeights()) {
      team.await();
    }
    RecurrentInput recurrence = recurrence(t, s);
    SparseRows sparseInput = inputProduct.isSparse() ? inputProduct.events() : null;
    for (int k = share.member(); k < blocks.length; k += share.members()) {
      if (recurrence.isProduct()) {
        blocks[k].multiplyRecurrence(shape, t, s, sparseInput == null);
      }
      blocks[k].step(shape, t, s, sparseInput, recurrence, output, y);
    }
  }

  private RecurrentInput recurrence(int t, int s) {
    if (!hasRecurrence(s)) {
      return none;
    }
    long firing = 0;
    for (UnitBlock block : blocks) {
      firing += block.firing(s);
    }
    return UnitBlock.isEventDriven(cell, firing, shape.activeRows(t), neurons) ? events : product;
  }

  /**
   * Returns whether weighted outputs of the previous step reach step {@code s} in running order.
   */
  private boolean hasRecurrence(int s) {
    return cell.hasRecurrentWeights() && (s > 0 || !startedAtZero);
  }

  private int timeStep(int s) {
    return direction == Direction.FORWARD ? s : shape.timeSteps() - 1 - s;
  }

  private RecurrentState states(Function<UnitBlock, BlockState> which) {
    float[] hidden = new float[shape.batch() * neurons];
    float[][] states = new float[cell.states()][hidden.length];
    for (UnitBlock block : blocks) {
      which.apply(block).copyTo(hidden, states, shape.batch());
    }
    return new RecurrentState(hidden, states);
  }

  @Override
  public RecurrentState backward(
      NativeRows gradY,
      RecurrentState gradFinal,
      RecurrentParameters parameters,
      RecurrentParameters gradient,
      NativeRows gradX) {
    if (!memory.isTraining()) {
      throw new IllegalStateException(
          "There is no backward pass after a forward pass for inference");
    }
    boolean wantsInputGradient = gradX != NativeRows.NONE && inputProduct.hasGradient();
    boolean recurrentEvents = addsUpRecurrentEvents();
    for (UnitBlock block : blocks) {
      if (wantsInputGradient) {
        block.products().packInputWeights();
      }
      block.backward().begin(shape, gradFinal, gradient);
    }
    ThreadTeam team = team();
    team.run(
        member -> {
          Share share = new Share(member, team.size());
          unrollBackward(team, share, gradY, recurrentEvents ? events : none);
          team.await();
          weightProducts(share, recurrentEvents, gradient.normalisation());
          team.await();
          if (wantsInputGradient) {
            inputGradient(share, gradX);
          }
          for (int k = share.member(); k < blocks.length; k += share.members()) {
            blocks[k].backward().store(gradient, inputProduct.isSparse(), recurrentEvents);
          }
        });
    return startedAtZero ? RecurrentState.ZERO : states(block -> block.backward().gradients());
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
      ThreadTeam team, Share share, NativeRows gradY, RecurrentInput recurrence) {
    SparseRows sparseInput = inputProduct.isSparse() ? inputProduct.events() : null;
    for (int s = shape.timeSteps() - 1; s >= 0; s--) {
      int t = timeStep(s);
      for (int k = share.member(); k < blocks.length; k += share.members()) {
        blocks[k].backward().step(shape, t, sparseInput, recurrence, output, gradY);
      }
      if (hasRecurrence(s)) {
        team.await();
        for (int k = share.member(); k < blocks.length; k += share.members()) {
          blocks[k].backward().backThroughRecurrence(shape, t, none.blocks());
        }
      }
    }
  }

  private void weightProducts(Share share, boolean recurrentEvents, Normalisation gradient) {
    for (int k = share.member(); k < blocks.length; k += share.members()) {
      if (cell.hasRecurrentWeights() && !recurrentEvents) {
        Matrix before = new Matrix(memory.hiddenBefore.at(0), neurons);
        blocks[k].products().recurrentWeightsGradient(before, shape.rows());
      }
      // The recurrent product is not normalised: only now may z become the gradient before it.
      if (normalisation.isPresent()) {
        blocks[k].backThroughNormalisation(shape, gradient);
      }
      if (!inputProduct.isSparse()) {
        blocks[k].products().inputWeightsGradient(shape, x);
      }
    }
  }

  private void inputGradient(Share share, NativeRows gradX) {
    RowChunks.forEach(
        shape,
        0,
        shape.timeSteps(),
        ROW_CHUNK,
        share,
        (row, inputRow, rows) -> {
          for (UnitBlock block : blocks) {
            block.products().addInputGradient(row, rows, gradX.matrix(inputRow));
          }
        });
  }
}
