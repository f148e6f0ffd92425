package org.spiketrain.model.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.frames.InputCoding;
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
 *
 * <p>Training keeps what the backward pass needs of all steps, or, cut into segments ({@link
 * #recompute}), of one segment alone: of the others only the states that they begin with, from
 * which the backward pass runs them again, from the last to the first (Chen et al. 2016,
 * arXiv:1604.06174; Gruslys et al. 2016, arXiv:1606.03401). Everything that is run again has the
 * bits that it had; so have the gradients by input, initial state, biases and neuron parameters,
 * and those by weights that are added up event by event, or behind batch normalisation. Gradients
 * by weights that are matrix products over all steps add up their sums in another order: they are
 * the same but for rounding, and alike for any number of segments from 2 on.
 */
public final class RecurrentKernel {
  /** Neurons of a panel at most: large enough for a matrix product. */
  private static final int PANEL = 256;

  /** Neurons of a block at least, where a panel is cut. */
  private static final int SMALLEST_BLOCK = 32;

  /** Pre-activations of a step from which on a layer of one panel is worth a second thread. */
  private static final int WORTH_SHARING = 16 * 1024;

  /** Rows of an input product; it is a multiple of those of the gradients' products. */
  static final int INPUT_CHUNK = 1024;

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
  private int segments = 1;

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

  /**
   * Cuts sequences of trainings into so many segments from the next forward pass on, as many as
   * they have steps at most; 1 at first, with which nothing is run again.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public void recompute(int newSegments) {
    if (newSegments < 1) {
      throw new IllegalArgumentException("Expected at least one segment, but got " + newSegments);
    }
    segments = newSegments;
  }

  /** Floats off the heap that training keeps for one step of one example. */
  public static long trainingFloats(NeuronCell cell, long neurons) {
    return cell.gates() * (cell.isMerged() ? 1L : 2L) * neurons + stateFloats(cell, neurons);
  }

  /** Those of them that are the state before the step. */
  public static long stateFloats(NeuronCell cell, long neurons) {
    return (1L + cell.states()) * neurons;
  }

  /** Rows of one segment that there is room for at most: its steps' and parts of products'. */
  public static long segmentRows(int timeSteps, int batch, int segments) {
    long rows = (long) TimeWindow.steps(timeSteps, segments) * batch;
    return Math.min((long) timeSteps * batch, rows + 2L * INPUT_CHUNK) + GRADIENT_CHUNK;
  }

  /** How many segments sequences are cut into where so many are wanted. */
  public static int segments(int timeSteps, int wanted) {
    int steps = TimeWindow.steps(timeSteps, wanted);
    return Math.max(1, (timeSteps + steps - 1) / steps);
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
    normalisation = parameters.normalisation();
    if (training) {
      memory.reserveForTraining(shape, direction, segments, normalisation.isPresent());
    } else {
      memory.reserveForInference(shape, direction);
    }
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
          KernelMember member = member(team, share);
          for (UnitBlock block : member.blocks()) {
            block.begin(shape, initial, parameters);
          }
          beginProducts(member);
          for (int w = 0; w < memory.windows().size(); w++) {
            keepBorder(member, w);
            beginWindow(member, w);
            unroll(member, y);
          }
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

  /** With neighbouring blocks, so that a thread reads and writes what lies together. */
  private KernelMember member(KernelThreads team, Share share) {
    int from = blocks.length * share.member() / share.members();
    int to = blocks.length * (share.member() + 1) / share.members();
    UnitBlock[] own = Arrays.copyOfRange(blocks, from, to);
    boolean hasOwnPanels = blocks.length == panels.length && panels.length % share.members() == 0;
    return new KernelMember(team, share, own, panels, hasOwnPanels);
  }

  /** Makes the products that are wanted before the first step: those to be normalised. */
  private void beginProducts(KernelMember member) {
    if (!inputProduct.isSparse()) {
      packInputWeights(member);
    }
    if (normalisation.isPresent()) {
      member.await();
      multiplyInput(member, shape.chunks(0, shape.timeSteps(), INPUT_CHUNK));
      member.await();
      for (UnitBlock block : member.blocks()) {
        block.normalisation.forward(shape, block.panel.z, normalisation);
      }
    }
  }

  private void keepBorder(KernelMember member, int number) {
    for (UnitBlock block : member.blocks()) {
      if (memory.isRecomputed()) {
        memory.borders.keep(number, block.states, block.range.first());
      }
    }
  }

  private void beginWindow(KernelMember member, int number) {
    member.await();
    if (member.isFirst()) {
      memory.beginWindow(number);
    }
    member.await();
    for (UnitBlock block : member.blocks()) {
      block.beginWindow();
    }
    if (!inputProduct.isSparse() && !normalisation.isPresent()) {
      multiplyInput(member, shape.chunks(memory.window(), INPUT_CHUNK));
      member.await();
    }
  }

  private void packInputWeights(KernelMember member) {
    for (WeightPanel panel : panels) {
      panel.inputWeights.pack(member.share());
    }
  }

  private void packRecurrence(KernelMember member) {
    if (!isRecurrencePacked) {
      for (WeightPanel panel : panels) {
        panel.recurrentWeights.pack(member.share());
      }
      member.await();
      isRecurrencePacked = true;
    }
  }

  /** A thread's own panels, or a share of the pieces that a product's chunks make of all. */
  private void multiplyInput(KernelMember member, List<RowChunk> chunks) {
    boolean own = member.hasOwnPanels();
    int piece = 0;
    for (RowChunk chunk : chunks) {
      for (UnitBlock block : own ? member.blocks() : blocks) {
        boolean isFirst = block.range.first() == block.range.panelFirst();
        if (isFirst && (own || member.share().has(piece++))) {
          int zRow = memory.zRowOf(chunk.row());
          block.panel.multiplyInput(x.matrix(chunk.inputRow()), zRow, chunk.rows());
        }
      }
    }
  }

  /** Runs the cell over the steps of the memory's window. */
  private void unroll(KernelMember member, NativeRows y) {
    TimeWindow window = memory.window();
    for (int s = window.begin(); s < window.end(); s++) {
      step(member, s, y);
    }
  }

  private void step(KernelMember member, int s, NativeRows y) {
    int t = timeStep(s);
    for (UnitBlock block : member.blocks()) {
      block.keepState(shape, t, s);
    }
    if (cell.hasRecurrentWeights()) {
      member.await();
    }
    Feedback feedback = feedback(t, s);
    SparseRows sparseInput = inputProduct.events();
    if (feedback == Feedback.PRODUCT) {
      multiplyRecurrence(member, t, s, sparseInput == null);
    }
    for (UnitBlock block : member.blocks()) {
      block.step(shape, t, s, sparseInput, feedback, y);
    }
  }

  private void multiplyRecurrence(KernelMember member, int t, int s, boolean ontoInput) {
    packRecurrence(member);
    long first = (long) memory.stateRow(t, s) * neurons;
    int rows = shape.activeRows(t);
    int zRow = memory.zRow(t);
    member.forEachPanel(
        (panel, share) ->
            panel.multiplyRecurrence(share, memory.hiddenBefore, first, zRow, rows, ontoInput));
    if (!member.hasOwnPanels()) {
      member.await();
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
    NativeRows wanted = inputProduct.hasGradient() ? gradX : NativeRows.NONE;
    Feedback feedback = addsUpRecurrentEvents() ? Feedback.EVENTS : Feedback.NONE;
    for (WeightPanel panel : panels) {
      panel.beginBackward(gradient);
    }
    KernelThreads team = team();
    team.run(
        share -> {
          KernelMember member = member(team, share);
          for (UnitBlock block : member.blocks()) {
            block.backward.begin(shape, gradFinal, gradient);
          }
          packForBackward(member, wanted != NativeRows.NONE);
          if (memory.isRecomputed()) {
            backThroughSegments(member, gradY, feedback, gradient.normalisation(), wanted);
          } else {
            unrollBackward(member, gradY, feedback);
            member.await();
            multiplyAll(member, feedback, gradient.normalisation(), wanted);
          }
          for (UnitBlock block : member.blocks()) {
            block.backward.store(gradient, inputProduct.isSparse(), feedback == Feedback.EVENTS);
          }
        });
    return startedAtZero ? RecurrentState.ZERO : states(block -> block.backward.gradients);
  }

  private void packForBackward(KernelMember member, boolean wantsInputGradient) {
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

  private void unrollBackward(KernelMember member, NativeRows gradY, Feedback feedback) {
    SparseRows sparseInput = inputProduct.events();
    TimeWindow window = memory.window();
    for (int s = window.end() - 1; s >= window.begin(); s--) {
      int t = timeStep(s);
      for (UnitBlock block : member.blocks()) {
        block.backward.step(shape, t, sparseInput, feedback, gradY);
      }
      if (hasFeedback(s)) {
        member.await();
        for (UnitBlock block : member.blocks()) {
          block.backward.backThroughRecurrence(shape, t, panels);
        }
      }
    }
  }

  private boolean multipliesRecurrence(Feedback feedback) {
    return cell.hasRecurrentWeights() && feedback != Feedback.EVENTS;
  }

  /** The products of a sequence whose data is all here. */
  private void multiplyAll(
      KernelMember member, Feedback feedback, Normalisation gradient, NativeRows gradX) {
    if (multipliesRecurrence(feedback)) {
      List<RowChunk> all = List.of(new RowChunk(0, 0, shape.rows()));
      member.forEachPanel((panel, share) -> panel.recurrentWeightsGradient(share, all, memory, 0f));
    }
    multiplyInputGradients(member, gradient, gradX);
  }

  /** Those of the input, of all steps. */
  private void multiplyInputGradients(
      KernelMember member, Normalisation gradient, NativeRows gradX) {
    if (normalisation.isPresent()) {
      // The recurrent product is not normalised: only now may z become the gradient before it.
      member.await();
      for (UnitBlock block : member.blocks()) {
        block.normalisation.backward(shape, block.panel.z, gradient);
      }
      member.await();
    }
    if (!inputProduct.isSparse()) {
      List<RowChunk> all = shape.chunks(0, shape.timeSteps(), Integer.MAX_VALUE);
      member.forEachPanel((panel, share) -> panel.inputWeightsGradient(share, all, memory, x, 0f));
    }
    member.await();
    addInputGradient(member, shape.chunks(0, shape.timeSteps(), GRADIENT_CHUNK), gradX);
  }

  private void addInputGradient(KernelMember member, List<RowChunk> chunks, NativeRows gradX) {
    for (int k = 0; k < chunks.size() && gradX != NativeRows.NONE; k++) {
      RowChunk chunk = chunks.get(k);
      if (member.share().has(k)) {
        int zRow = memory.zRowOf(chunk.row());
        for (WeightPanel panel : panels) {
          panel.addInputGradient(zRow, chunk.rows(), gradX.matrix(chunk.inputRow()));
        }
      }
    }
  }

  /** Goes back through the segments, each of which but the last, which is here, runs again. */
  private void backThroughSegments(
      KernelMember member,
      NativeRows gradY,
      Feedback feedback,
      Normalisation gradient,
      NativeRows gradX) {
    List<TimeWindow> windows = memory.windows();
    FinishedRows finished = new FinishedRows(shape, direction, windows, GRADIENT_CHUNK);
    for (int w = windows.size() - 1; w >= 0; w--) {
      if (w < windows.size() - 1) {
        runAgain(member, w);
        putBack(member, finished, w + 1);
      }
      unrollBackward(member, gradY, feedback);
      member.await();
      multiply(member, finished, w, feedback, gradX);
      carry(member, finished, w);
    }
    if (normalisation.isPresent()) {
      multiplyInputGradients(member, gradient, gradX);
    }
  }

  private void runAgain(KernelMember member, int number) {
    for (UnitBlock block : member.blocks()) {
      memory.borders.putBack(number, block.states, block.range.first());
    }
    beginWindow(member, number);
    if (normalisation.isPresent()) {
      for (UnitBlock block : member.blocks()) {
        block.normalisation.again(shape, block.panel.z, memory.window());
      }
    }
    unroll(member, NativeRows.NONE);
    member.await();
  }

  /** The products of the rows that are complete behind a segment. */
  private void multiply(
      KernelMember member, FinishedRows finished, int number, Feedback feedback, NativeRows gradX) {
    List<RowChunk> chunks = finished.chunks(number);
    if (chunks.isEmpty()) {
      return;
    }
    float beta = finished.isFirst(number) ? 0f : 1f;
    if (multipliesRecurrence(feedback)) {
      member.forEachPanel(
          (panel, share) -> panel.recurrentWeightsGradient(share, chunks, memory, beta));
    }
    if (normalisation.isPresent()) {
      return;
    }
    if (!inputProduct.isSparse()) {
      member.forEachPanel(
          (panel, share) -> panel.inputWeightsGradient(share, chunks, memory, x, beta));
    }
    addInputGradient(member, chunks, gradX);
  }

  private void carry(KernelMember member, FinishedRows finished, int number) {
    int from = finished.carriedFrom(number);
    if (member.isFirst()) {
      memory.carry(from, finished.carriedTo(number) - from);
      for (WeightPanel panel : panels) {
        panel.carry(memory.zRowOf(from), finished.carriedTo(number) - from);
      }
    }
  }

  private void putBack(KernelMember member, FinishedRows finished, int number) {
    if (member.isFirst()) {
      memory.putBack(finished.carriedFrom(number));
      for (WeightPanel panel : panels) {
        panel.putBack(memory.zRowOf(finished.carriedFrom(number)));
      }
    }
  }
}
