package org.spiketrain.train;

import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.spiketrain.evaluate.Evaluator;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.array.NativeFloats;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.frames.FrameShard;
import org.spiketrain.model.zoo.NetworkSettings;
import org.spiketrain.model.zoo.SpikingClassifier;
import org.spiketrain.results.HistoryRow;
import org.spiketrain.results.HistoryRow.SplitScores;
import org.spiketrain.train.Averaging.Contribution;
import org.spiketrain.train.RoundTask.RoundStart;

/**
 * Synchronous parameter averaging: broadcast the state, let every worker train on some minibatches
 * of its own shard, average, step, and from time to time evaluate and checkpoint.
 */
final class Trainer {
  private final Data data;
  private final ExampleReader reader;
  private final int classes;
  private final TrainingSettings settings;
  private final Checkpoints checkpoints;
  private final TrainingProgress progress;
  private final long minibatches;
  private final IUpdater updater;
  private final MultiLayerNetwork network;
  private final String configuration;

  /**
   * Splits that are used: training data, one shard a worker, with their number of examples, at
   * least 1; what decides, and what is recorded too, each of them or nothing.
   */
  record Data(
      JavaRDD<FrameShard> train,
      long trainExamples,
      Optional<JavaRDD<FrameShard>> evaluation,
      Optional<JavaRDD<FrameShard>> watched) {
    /** Waits for the executors: what they answer to a session that has stopped are stack traces. */
    void unpersist() {
      train.unpersist(true);
      evaluation.ifPresent(split -> split.unpersist(true));
      watched.ifPresent(split -> split.unpersist(true));
    }
  }

  /** Makes a network, whose parameters are random but for what {@code first} sets. */
  Trainer(
      Data data,
      ExampleReader reader,
      int classes,
      Consumer<MultiLayerNetwork> first,
      NetworkSettings networkSettings,
      TrainingSettings settings,
      Checkpoints checkpoints,
      TrainingProgress progress) {
    this.data = data;
    this.reader = reader;
    this.classes = classes;
    this.settings = settings;
    this.checkpoints = checkpoints;
    this.progress = progress;
    this.minibatches = minibatches(settings);
    NetworkSettings.Optimisation optimisation = settings.updater().optimisation(minibatches);
    this.updater = optimisation.updater();
    MultiLayerConfiguration conf =
        networkSettings.configuration(reader.input(), classes, optimisation, settings.seed());
    this.network = new MultiLayerNetwork(conf);
    this.network.init();
    first.accept(network);
    this.configuration = conf.toJson();
  }

  /** Minibatches of each worker. */
  private static long minibatches(TrainingSettings settings) {
    long minibatches =
        TrainingSettings.minibatches(
            settings.course().examples(),
            settings.rounds().workers(),
            settings.rounds().batchSize());
    // DL4J counts its iterations in an int.
    if (minibatches > Integer.MAX_VALUE) {
      throw new UserErrorException(
          "%d training examples are %d minibatches a worker, more than the %d that can be counted: lower training.examples or training.epochs"
              .formatted(settings.course().examples(), minibatches, Integer.MAX_VALUE));
    }
    return minibatches;
  }

  private static Iterator<Example> examples(FrameShard shard) {
    return IntStream.range(0, shard.size()).mapToObj(shard::example).iterator();
  }

  TrainingState start() {
    TrainingState state = new TrainingState();
    state.parameters = NativeFloats.copy(network.params());
    INDArray updaterState = network.getUpdater().getStateViewArray();
    state.updaterState = updaterState == null ? new float[0] : NativeFloats.copy(updaterState);
    return state;
  }

  /** Trains on from a state until all examples are seen or patience is at an end. */
  void run(TrainingState state) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(data.train.context());
    Averaging averaging =
        Averaging.of(settings.rounds().workers(), state.vectorLength(), context.getConf());
    Broadcast<Workshop> workshops = context.broadcast(workshop());
    try {
      for (boolean first = true; !isOver(state); first = false) {
        long left = minibatches - state.counters.minibatches();
        int count =
            (int) Math.min(settings.rounds().lengths().minibatches(state.counters.round()), left);
        Broadcast<RoundStart> start = context.broadcast(new RoundStart(state, first, count));
        try {
          round(state, count, averaging, new RoundTask(workshops, start));
        } finally {
          start.destroy();
        }
        boolean pauses = dueForEvaluation(state) && !progress.isToGoOn(evaluate(state));
        if (pauses
            || state.counters.round() % settings.course().checkpointEvery() == 0
            || isOver(state)) {
          checkpoints.write(state);
        }
        if (pauses && !isOver(state)) {
          throw new TrainingPausedException(state.counters.examples());
        }
      }
    } finally {
      workshops.destroy();
    }
  }

  Workshop workshop() {
    Workshop.Plan plan =
        new Workshop.Plan(
            settings.rounds().batchSize(),
            classes,
            settings.sampling(),
            settings.seed(),
            settings.blasKernel());
    return new Workshop(plan, configuration, reader);
  }

  private boolean isOver(TrainingState state) {
    int patience = settings.course().patience();
    return state.counters.minibatches() >= minibatches
        || (patience > 0 && state.counters.withoutBetter() >= patience);
  }

  private void round(TrainingState state, int count, Averaging averaging, RoundTask task) {
    long begin = System.nanoTime();
    Contribution sum = averaging.average(data.train.mapPartitionsWithIndex(task, true));
    if (!Double.isFinite(sum.loss())) {
      throw diverged("loss", state.counters.examples() + sum.examples());
    }
    state.counters = state.counters.afterRound(count, sum, (System.nanoTime() - begin) / 1e9);
    state.advance(sum, count, settings.rounds());
    progress.round(
        state.counters.examples(),
        minibatches * settings.rounds().batchSize() * settings.rounds().workers());
  }

  /** At the end of each epoch too, unless evaluations are asked for more rarely than that. */
  private boolean dueForEvaluation(TrainingState state) {
    long every = settings.course().evaluateEvery();
    return hasReached(state, every)
        || (every < data.trainExamples && hasReached(state, data.trainExamples))
        || isOver(state);
  }

  /** Returns whether a multiple of so many examples has been reached since the last evaluation. */
  private static boolean hasReached(TrainingState state, long every) {
    long before = state.counters.examples() - state.counters.sinceEvaluation();
    return state.counters.examples() / every > before / every;
  }

  HistoryRow evaluate(TrainingState state) {
    long begin = System.nanoTime();
    SplitScores evaluated = scores(state, data.evaluation);
    SplitScores watched = scores(state, data.watched);
    SplitScores training = state.training();
    state.counters =
        state.counters.afterEvaluation(evaluated.accuracy(), (System.nanoTime() - begin) / 1e9);
    if (state.counters.withoutBetter() == 0) {
      state.best = state.evaluated().clone();
    }
    HistoryRow row =
        new HistoryRow(
            state.counters.examples(),
            state.counters.examples() / (double) data.trainExamples,
            state.counters.round(),
            state.counters.seconds(),
            training,
            evaluated,
            watched,
            updater.getLearningRate((int) Math.max(0, state.counters.minibatches() - 1), 0));
    state.history = state.history.with(row);
    progress.evaluated(row);
    return row;
  }

  private SplitScores scores(TrainingState state, Optional<JavaRDD<FrameShard>> split) {
    if (split.isEmpty()) {
      return SplitScores.NONE;
    }
    SpikingClassifier classifier = reader.classifier(network(state.evaluated()));
    String kernel = settings.blasKernel();
    JavaRDD<Example> examples =
        split
            .get()
            .flatMap(
                shard -> {
                  BlasAgreement.take(kernel);
                  return examples(shard);
                });
    return Evaluator.scores(examples, classifier, classes);
  }

  /** The network with the given parameters; one network, whose parameters the next call changes. */
  MultiLayerNetwork network(float[] parameters) {
    network.setParams(NativeFloats.rowVector(parameters));
    return network;
  }

  /** Refuses parameters of a model, after so many examples, that are infinite or no numbers. */
  static void checkFinite(float[] parameters, long examples) {
    for (float parameter : parameters) {
      if (!Float.isFinite(parameter)) {
        throw diverged("network", examples);
      }
    }
  }

  private static UserErrorException diverged(String what, long examples) {
    return new UserErrorException(
        "The training has diverged: its %s is no longer a number after %d examples. Lower training.updater.learning-rate or set training.updater.gradient-clip, and train again"
            .formatted(what, examples));
  }
}
