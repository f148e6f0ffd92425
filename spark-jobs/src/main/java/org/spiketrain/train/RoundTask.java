package org.spiketrain.train;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.api.WorkerConfiguration;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingResult;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingWorker;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.model.array.NativeFloats;
import org.spiketrain.model.frames.FrameShard;
import org.spiketrain.model.frames.MinibatchSource;
import org.spiketrain.model.kernel.KernelThreads;
import org.spiketrain.model.layer.MemoryPlan;
import org.spiketrain.model.layer.OutputRunner;
import org.spiketrain.model.updater.PlainUpdater;
import org.spiketrain.train.Averaging.Contribution;
import org.spiketrain.train.TrainingSettings.Sampling;

/**
 * One worker's part of a round: from the broadcast state, so many minibatches of its own shard.
 * Everything random in it is derived from (seed, worker, minibatch), so that a second attempt gives
 * the same result bit for bit.
 */
record RoundTask(Plan plan, Broadcast<ExampleReader> readers, Broadcast<RoundStart> start)
    implements Function2<Integer, Iterator<FrameShard>, Iterator<Contribution>> {
  private static final Logger LOG = LoggerFactory.getLogger(RoundTask.class);
  private static final int AUGMENTATION = 1;
  private static final int NETWORK = 2;

  record Plan(int batchSize, int classes, Sampling sampling, long seed) implements Serializable {}

  @Override
  public Iterator<Contribution> call(Integer worker, Iterator<FrameShard> shards) {
    FrameShard shard = shards.next();
    RoundStart from = start.value();
    KernelThreads.use(TaskContext.get() == null ? 1 : TaskContext.get().cpus());
    ExampleStream stream = ExampleStream.of(plan.sampling(), shard, plan.seed(), worker);
    MinibatchSource minibatches = readers.value().minibatches(shard, plan.classes());
    AveragingWorker trainer = new AveragingWorker(start, plan.batchSize());
    MultiLayerNetwork network = trainer.getInitialModel();
    if (from.first) {
      checkMemory(network, shard, worker);
    }
    OutputRunner<?> readout = (OutputRunner<?>) network.getOutputLayer();
    Nd4j.getRandom().setSeed(ExampleStream.seed(plan.seed(), NETWORK, worker, from.round));
    double loss = 0;
    long correct = 0;
    for (int k = 0; k < from.minibatches; k++) {
      long minibatch = from.firstMinibatch + k;
      SplittableRandom changes =
          new SplittableRandom(ExampleStream.seed(plan.seed(), AUGMENTATION, worker, minibatch));
      int[] examples = stream.minibatch(minibatch, plan.batchSize());
      trainer.processMinibatch(minibatches.of(examples, changes), network, false);
      loss += readout.loss() * plan.batchSize();
      correct += readout.correct();
    }
    ParameterAveragingTrainingResult result = trainer.getFinalResult(network);
    INDArray state = result.getUpdaterState();
    return List.of(
            new Contribution(
                NativeFloats.copy(result.getParameters()),
                state == null ? new float[0] : NativeFloats.copy(state),
                (long) from.minibatches * plan.batchSize(),
                loss,
                correct))
        .iterator();
  }

  private void checkMemory(MultiLayerNetwork network, FrameShard shard, int worker) {
    MemoryPlan memory = MemoryPlan.of(network);
    int steps = readers.value().mostTimeSteps(shard);
    long available = MemoryPlan.available();
    memory.check(steps, plan.batchSize(), available);
    LOG.info(
        "Worker {}: a training step of {} examples of {} time steps takes at most {} of {} off the"
            + " heap",
        worker,
        plan.batchSize(),
        steps,
        MemoryPlan.megabytes(memory.bytes(steps, plan.batchSize())),
        MemoryPlan.megabytes(available));
  }

  /**
   * dl4j-spark's parameter averaging worker, fed from a broadcast of plain arrays: serialising
   * ND4J's arrays element by element would take longer than a short round. The iteration count goes
   * along, so that Adam's bias correction and the schedules go on where the round before ended.
   */
  static final class AveragingWorker extends ParameterAveragingTrainingWorker {
    private static final long serialVersionUID = 1L;

    private final Broadcast<RoundStart> start;

    AveragingWorker(Broadcast<RoundStart> start, int batchSize) {
      super(
          null,
          true,
          new WorkerConfiguration(false, batchSize, batchSize, Integer.MAX_VALUE, 0, false),
          List.of(),
          List.of(),
          null);
      this.start = start;
    }

    @Override
    public MultiLayerNetwork getInitialModel() {
      RoundStart from = start.value();
      MultiLayerConfiguration configuration = MultiLayerConfiguration.fromJson(from.configuration);
      configuration.setIterationCount((int) from.firstMinibatch);
      MultiLayerNetwork network = new MultiLayerNetwork(configuration);
      network.init(NativeFloats.rowVector(from.parameters), false);
      network.setUpdater(
          from.updaterState.length > 0
              ? new PlainUpdater(network, NativeFloats.vector(from.updaterState))
              : new PlainUpdater(network));
      return network;
    }
  }

  /** Start of a round for every worker; broadcast once a round and destroyed after it. */
  @SuppressWarnings("ArrayRecordComponent")
  record RoundStart(
      String configuration,
      float[] parameters,
      float[] updaterState,
      int round,
      boolean first,
      long firstMinibatch,
      int minibatches)
      implements Serializable {
    /** Begins a round, the first after a beginning or resumption or a later one. */
    RoundStart(String configuration, TrainingState state, boolean first, int minibatches) {
      this(
          configuration,
          state.parameters,
          state.updaterState,
          state.counters.round(),
          first,
          state.counters.minibatches(),
          minibatches);
    }
  }
}
