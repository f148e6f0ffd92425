package org.spiketrain.train;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingResult;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingWorker;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.model.array.NativeFloats;
import org.spiketrain.model.compress.CompressedDelta;
import org.spiketrain.model.frames.FrameShard;
import org.spiketrain.model.frames.MinibatchSource;
import org.spiketrain.model.kernel.KernelThreads;
import org.spiketrain.model.layer.OutputRunner;
import org.spiketrain.model.layer.Recomputation;
import org.spiketrain.train.Averaging.Contribution;

/**
 * One worker's part of a round: from the broadcast state, so many minibatches of its own shard.
 * Everything random in it is derived from (seed, worker, minibatch), so that a second attempt gives
 * the same result bit for bit.
 */
record RoundTask(Broadcast<Workshop> workshops, Broadcast<RoundStart> start)
    implements Function2<Integer, Iterator<FrameShard>, Iterator<Contribution>> {
  private static final Logger LOG = LoggerFactory.getLogger(RoundTask.class);
  private static final int AUGMENTATION = 1;
  private static final int NETWORK = 2;

  @Override
  public Iterator<Contribution> call(Integer worker, Iterator<FrameShard> shards) {
    Contribution contribution =
        contribution(workshops.value(), start.value(), shards.next(), worker);
    return List.of(contribution).iterator();
  }

  /** What a worker brings to a round, in the thread that calls. */
  static Contribution contribution(
      Workshop workshop, RoundStart start, FrameShard shard, int worker) {
    KernelThreads.use(TaskContext.get() == null ? 1 : TaskContext.get().cpus());
    AveragingWorker trainer = new AveragingWorker(workshop, start);
    MultiLayerNetwork network = trainer.getInitialModel();
    if (start.first() || !workshop.plan().recompute().equals(Recomputation.NONE)) {
      StepMemory memory = StepMemory.of(workshop, network, shard);
      if (start.first()) {
        memory.check();
        LOG.info("{}Worker {}: {}", trial(), worker, memory.told());
      }
      memory.use(network);
    }
    Contribution contribution = train(trainer, network, shard, worker);
    workshop.giveBack(network);
    return contribution;
  }

  /** What a training step takes here, in words. */
  String memory(FrameShard shard) {
    Workshop workshop = workshops.value();
    MultiLayerNetwork network = workshop.take(start.value());
    String told = StepMemory.of(workshop, network, shard).told();
    workshop.giveBack(network);
    return told;
  }

  private static Contribution train(
      AveragingWorker trainer, MultiLayerNetwork network, FrameShard shard, int worker) {
    Workshop workshop = trainer.workshop;
    Workshop.Plan plan = workshop.plan();
    RoundStart from = trainer.from;
    ExampleStream stream = ExampleStream.of(plan.balance(), shard, plan.seed(), worker);
    MinibatchSource minibatches = workshop.reader().minibatches(shard, plan.classes());
    OutputRunner<?> readout = (OutputRunner<?>) network.getOutputLayer();
    Nd4j.getRandom().setSeed(ExampleStream.seed(plan.seed(), NETWORK, worker, from.round));
    double loss = 0;
    long correct = 0;
    long begin = System.nanoTime();
    for (int k = 0; k < from.minibatches; k++) {
      long minibatch = from.firstMinibatch + k;
      SplittableRandom changes =
          new SplittableRandom(ExampleStream.seed(plan.seed(), AUGMENTATION, worker, minibatch));
      int[] examples = stream.minibatch(minibatch, plan.batchSize());
      trainer.processMinibatch(minibatches.of(examples, changes), network, false);
      loss += readout.loss() * plan.batchSize();
      correct += readout.correct();
    }
    return new Contribution(
        new FloatVector(values(trainer.getFinalResult(network), workshop.exchange())),
        (long) from.minibatches * plan.batchSize(),
        loss,
        correct,
        (System.nanoTime() - begin) / 1e9);
  }

  private static float[] values(ParameterAveragingTrainingResult result, Exchange exchange) {
    INDArray state = result.getUpdaterState();
    return state == null || exchange.isReset()
        ? NativeFloats.copy(result.getParameters())
        : NativeFloats.copy(result.getParameters(), state);
  }

  /** The trial of a sweep that the task is of, before what is said of it; nothing elsewhere. */
  private static String trial() {
    return Optional.ofNullable(TaskContext.get())
        .flatMap(FailedExecutors::group)
        .map(name -> name + ": ")
        .orElse("");
  }

  /**
   * dl4j-spark's parameter averaging worker, fed from a broadcast of plain arrays: serialising
   * ND4J's arrays element by element would take longer than a short round.
   */
  static final class AveragingWorker extends ParameterAveragingTrainingWorker {
    private static final long serialVersionUID = 1L;

    private final Workshop workshop;
    private final RoundStart from;

    AveragingWorker(Workshop workshop, RoundStart from) {
      super(null, true, workshop.plan().worker(), List.of(), List.of(), null);
      this.workshop = workshop;
      this.from = from;
    }

    @Override
    public MultiLayerNetwork getInitialModel() {
      return workshop.take(from);
    }
  }

  /**
   * Start of a round for every worker; broadcast once a round.
   *
   * @param parameters null where the workers know what the step is a step from
   * @param updaterState empty where each worker has its own, or a new one
   * @param coarseStep from the parameters of the round before, or null
   * @param closing whether no round follows that could tell what this one leaves out
   */
  record RoundStart(
      FloatVector parameters,
      FloatVector updaterState,
      CompressedDelta coarseStep,
      int round,
      boolean first,
      boolean closing,
      long firstMinibatch,
      int minibatches)
      implements Serializable {
    /** Begins a round, the first after a beginning or resumption or a later one. */
    RoundStart(TrainingState state, boolean first, int minibatches) {
      this(
          new FloatVector(state.parameters),
          new FloatVector(state.updaterState),
          state.step,
          state.counters.round(),
          first,
          false,
          state.counters.minibatches(),
          minibatches);
    }

    /** The same round as the last one of a training. */
    RoundStart asClosing() {
      return new RoundStart(
          parameters, updaterState, coarseStep, round, first, true, firstMinibatch, minibatches);
    }

    Optional<CompressedDelta> step() {
      return Optional.ofNullable(coarseStep);
    }

    /** Bytes of what travels, but for a few. */
    long bytes() {
      long floats = updaterState.values().length;
      if (parameters != null) {
        floats += parameters.values().length;
      }
      return Float.BYTES * floats + (coarseStep == null ? 0 : coarseStep.size());
    }

    RoundStart withoutStep() {
      return new RoundStart(
          parameters, updaterState, null, round, first, closing, firstMinibatch, minibatches);
    }

    /** Only the step, where there is one. */
    RoundStart withoutKnown() {
      return new RoundStart(
          coarseStep == null ? parameters : null,
          updaterState,
          coarseStep,
          round,
          first,
          closing,
          firstMinibatch,
          minibatches);
    }

    /** The same round for a worker that goes on from a state of its own. */
    RoundStart of(FloatVector itsParameters, FloatVector itsState) {
      return new RoundStart(
          itsParameters, itsState, null, round, first, closing, firstMinibatch, minibatches);
    }
  }
}
