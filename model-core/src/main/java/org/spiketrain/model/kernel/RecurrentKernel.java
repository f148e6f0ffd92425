package org.spiketrain.model.kernel;

import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.Function;
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
 * <p>The neurons are cut into panels of a fixed size, whose weights take part in matrix products
 * together, and the panels into as many blocks as the threads which {@link KernelThreads} gives can
 * share. What a block computes for a neuron does not depend on the others in it, and threads share
 * a product only where its parts have the bits of the whole ({@link ProductParts}), so that the
 * number of threads changes no result. Sparse inputs and spikes add weight rows instead of being
 * multiplied, wherever few of them are there.
 */
public final class RecurrentKernel {
  /** Neurons of a panel at most: large enough for a matrix product. */
  private static final int PANEL = 256;

  /** Neurons of a block at least, where a panel is cut. */
  private static final int SMALLEST_BLOCK = 32;

  /** Pre-activations of a step from which on a layer of one panel is worth a second thread. */
  private static final int WORTH_SHARING = 16 * 1024;

  private static final int INPUT_CHUNK = 1024;
  private static final int GRADIENT_CHUNK = 512;

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

  private final Unit unit;
  private final NeuronCell cell;
  private final int neurons;
  private final Direction direction;
  private final SequenceMemory memory;
  private final InputProduct inputProduct;
  private final WeightPanel[] panels;
  private UnitBlock[] blocks = new UnitBlock[0];
  private SequenceShape shape = SequenceShape.full(0, 0);
  private NativeRows x;
  private Normalisation normalisation = Normalisation.NONE;
  private boolean startedAtZero;

  /** Set by each thread once all have met behind the copy of the weights. */
  private boolean isRecurrencePacked;

  /**
   * @param unit the neurons
   * @param coding how their input is laid out
   */
  public RecurrentKernel(Unit unit, InputCoding coding) {
    Blas.keepToCallingThread();
    this.unit = unit;
    this.cell = unit.cell();
    this.neurons = unit.neurons();
    this.direction = unit.direction();
    this.memory = new SequenceMemory(cell, neurons);
    this.inputProduct = new InputProduct(unit.inputs(), coding);
    this.panels = new WeightPanel[(neurons + PANEL - 1) / PANEL];
    int size = (neurons + panels.length - 1) / panels.length;
    for (int k = 0; k < panels.length; k++) {
      int first = k * size;
      NeuronRange range =
          NeuronRange.panel(cell.gates(), neurons, first, Math.min(size, neurons - first));
      panels[k] = new WeightPanel(cell, unit.inputs(), range);
    }
    cut(1);
  }

  /** Cuts each panel into blocks; the more threads than panels, the more of them. */
  private void cut(int threads) {
    int perPanel = threads / greatestDivisor(panels.length, threads);
    int most = Math.max(1, neurons / panels.length / SMALLEST_BLOCK);
    int count = panels.length * Math.min(perPanel, most);
    if (blocks.length == count) {
      return;
    }
    blocks = new UnitBlock[count];
    int k = 0;
    for (WeightPanel panel : panels) {
      for (NeuronRange range : panel.range.parts(count / panels.length)) {
        blocks[k++] = new UnitBlock(unit, panel, range, memory, blocks);
      }
    }
  }

  private static int greatestDivisor(int a, int b) {
    return b == 0 ? a : greatestDivisor(b, a % b);
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
    for (WeightPanel panel : panels) {
      panel.begin(memory.zRows(), parameters);
    }
    KernelThreads team = team();
    cut(team.size());
    isRecurrencePacked = panels.length == 1;
    team.run(
        share -> {
          UnitBlock[] own = blocksOf(share);
          for (UnitBlock block : own) {
            block.begin(shape, initial, parameters);
          }
          unroll(new Member(team, share, own), y);
        });
    return states(block -> block.states);
  }

  /**
   * A step of one panel must be worth it: to wake and meet a second thread takes as long as a short
   * sequence of few examples.
   */
  private KernelThreads team() {
    long ofStep = (long) shape.batch() * cell.gates() * neurons;
    return panels.length > 1 || ofStep >= WORTH_SHARING
        ? KernelThreads.team()
        : KernelThreads.ALONE;
  }

  /** A thread that takes part in a call, and the blocks that it computes. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Member(KernelThreads team, Share share, UnitBlock[] blocks) {}

  /** Neighbouring ones, so that they read and write what lies together. */
  private UnitBlock[] blocksOf(Share share) {
    int from = blocks.length * share.member() / share.members();
    int to = blocks.length * (share.member() + 1) / share.members();
    return Arrays.copyOfRange(blocks, from, to);
  }

  private void unroll(Member member, NativeRows y) {
    int steps = shape.timeSteps();
    int window = memory.windowSteps();
    for (int s0 = 0; s0 < steps; s0 += window) {
      int s1 = Math.min(steps, s0 + window);
      int from = Math.min(timeStep(s0), timeStep(s1 - 1));
      if (s0 == 0 && !inputProduct.isSparse()) {
        packInputWeights(member);
      }
      beginWindow(member, from, from + s1 - s0);
      for (int s = s0; s < s1; s++) {
        step(member, s, y);
      }
    }
  }

  private void beginWindow(Member member, int from, int to) {
    member.team.await();
    if (member.share.member() == 0) {
      memory.beginWindow(from);
    }
    member.team.await();
    if (inputProduct.isSparse()) {
      return;
    }
    multiplyInput(member, from, to);
    member.team.await();
    if (normalisation.isPresent()) {
      for (UnitBlock block : member.blocks) {
        block.normalisation.forward(shape, block.panel.z, normalisation);
      }
    }
  }

  private void packInputWeights(Member member) {
    for (WeightPanel panel : panels) {
      panel.inputWeights.pack(member.share);
    }
  }

  private void packRecurrence(Member member) {
    if (!isRecurrencePacked) {
      for (WeightPanel panel : panels) {
        panel.recurrentWeights.pack(member.share);
      }
      member.team.await();
      isRecurrencePacked = true;
    }
  }

  /** Whether every thread has panels of its own, of which nobody else has a part. */
  private boolean hasOwnPanels(Member member) {
    return blocks.length == panels.length && panels.length % member.share.members() == 0;
  }

  /** A thread's own panels, or a share of the pieces that a product's chunks make of all. */
  private void multiplyInput(Member member, int from, int to) {
    int start = shape.firstRow(from);
    boolean own = hasOwnPanels(member);
    int[] piece = {0};
    shape.forEachChunk(
        from,
        to,
        INPUT_CHUNK,
        Share.ALL,
        (row, inputRow, rows) -> {
          for (UnitBlock block : own ? member.blocks : blocks) {
            boolean isFirst = block.range.first() == block.range.panelFirst();
            if (isFirst && (own || member.share.has(piece[0]++))) {
              block.panel.multiplyInput(x.matrix(inputRow), row - start, rows);
            }
          }
        });
  }

  private void step(Member member, int s, NativeRows y) {
    int t = timeStep(s);
    for (UnitBlock block : member.blocks) {
      block.keepState(shape, t, s);
    }
    if (cell.hasRecurrentWeights()) {
      member.team.await();
    }
    Feedback feedback = feedback(t, s);
    SparseRows sparseInput = inputProduct.events();
    if (feedback == Feedback.PRODUCT) {
      multiplyRecurrence(member, t, s, sparseInput == null);
    }
    for (UnitBlock block : member.blocks) {
      block.step(shape, t, s, sparseInput, feedback, y);
    }
  }

  private void multiplyRecurrence(Member member, int t, int s, boolean ontoInput) {
    packRecurrence(member);
    long first = (long) memory.stateRow(t, s) * neurons;
    int rows = shape.activeRows(t);
    int zRow = memory.zRow(t);
    forEachPanel(
        member,
        (panel, share) ->
            panel.multiplyRecurrence(share, memory.hiddenBefore, first, zRow, rows, ontoInput));
    if (!hasOwnPanels(member)) {
      member.team.await();
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
    for (WeightPanel panel : panels) {
      panel.beginBackward(gradient);
    }
    KernelThreads team = team();
    team.run(
        share -> {
          Member member = new Member(team, share, blocksOf(share));
          for (UnitBlock block : member.blocks) {
            block.backward.begin(shape, gradFinal, gradient);
          }
          packForBackward(member, wantsInputGradient);
          unrollBackward(member, gradY, recurrentEvents ? Feedback.EVENTS : Feedback.NONE);
          team.await();
          weightProducts(member, recurrentEvents, gradient.normalisation());
          team.await();
          if (wantsInputGradient) {
            inputGradient(share, gradX);
          }
          for (UnitBlock block : member.blocks) {
            block.backward.store(gradient, inputProduct.isSparse(), recurrentEvents);
          }
        });
    return startedAtZero ? RecurrentState.ZERO : states(block -> block.backward.gradients);
  }

  private void packForBackward(Member member, boolean wantsInputGradient) {
    if (wantsInputGradient && inputProduct.isSparse()) {
      packInputWeights(member);
    }
    if (cell.hasRecurrentWeights()) {
      packRecurrence(member);
    }
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

  private void unrollBackward(Member member, NativeRows gradY, Feedback feedback) {
    SparseRows sparseInput = inputProduct.events();
    for (int s = shape.timeSteps() - 1; s >= 0; s--) {
      int t = timeStep(s);
      for (UnitBlock block : member.blocks) {
        block.backward.step(shape, t, sparseInput, feedback, gradY);
      }
      if (hasFeedback(s)) {
        member.team.await();
        for (UnitBlock block : member.blocks) {
          block.backward.backThroughRecurrence(shape, t, panels);
        }
      }
    }
  }

  private void weightProducts(Member member, boolean recurrentEvents, Normalisation gradient) {
    if (cell.hasRecurrentWeights() && !recurrentEvents) {
      Matrix before = new Matrix(memory.hiddenBefore.at(0), neurons);
      forEachPanel(
          member, (panel, share) -> panel.recurrentWeightsGradient(share, before, shape.rows()));
    }
    if (normalisation.isPresent()) {
      // The recurrent product is not normalised: only now may z become the gradient before it.
      member.team.await();
      for (UnitBlock block : member.blocks) {
        block.normalisation.backward(shape, block.panel.z, gradient);
      }
      member.team.await();
    }
    if (!inputProduct.isSparse()) {
      forEachPanel(member, (panel, share) -> panel.inputWeightsGradient(share, shape, x));
    }
  }

  /** Panels with a thread's share of each: all of its own, or a part of every one. */
  private void forEachPanel(Member member, BiConsumer<WeightPanel, Share> work) {
    if (hasOwnPanels(member)) {
      for (UnitBlock block : member.blocks) {
        work.accept(block.panel, Share.ALL);
      }
      return;
    }
    for (WeightPanel panel : panels) {
      work.accept(panel, member.share);
    }
  }

  private void inputGradient(Share share, NativeRows gradX) {
    shape.forEachChunk(
        0,
        shape.timeSteps(),
        GRADIENT_CHUNK,
        share,
        (row, inputRow, rows) -> {
          for (WeightPanel panel : panels) {
            panel.addInputGradient(row, rows, gradX.matrix(inputRow));
          }
        });
  }
}
