package org.spiketrain.train;

import java.util.Iterator;
import java.util.Optional;
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
import org.spiketrain.model.zoo.LossAwareClassifier;
import org.spiketrain.model.zoo.NetworkFactory;
import org.spiketrain.model.zoo.NetworkSettings;
import org.spiketrain.results.HistoryRow;
import org.spiketrain.results.HistoryRow.SplitScores;
import org.spiketrain.train.RoundTask.RoundStart;

/**
 * Synchronous parameter averaging: broadcast the state, let every worker train on some minibatches
 * of its own shard, average, step, and from time to time evaluate and checkpoint.
 */
final class Trainer {
  private final JavaRDD<FrameShard> shards;
  private final long trainExamples;
  private final Optional<JavaRDD<Example>> evaluation;
  private final Optional<JavaRDD<Example>> watched;
  private final TrainingSettings settings;
  private final ExampleReader reader;
  private final RoundTask.Plan plan;
  private final OuterStep outerStep;
  private final Checkpoints checkpoints;
  private final TrainingProgress progress;
  private final MultiLayerNetwork network;
  private final IUpdater updater;
  private final String configuration;
  private final int classes;
  private final long minibatches;

  /**
   * The splits that are used.
   *
   * @param train training data, one shard a worker
   * @param trainExamples number of training examples, at least 1
   * @param evaluation what decides, or nothing
   * @param watched what is recorded too, or nothing
   */
  record Data(
      JavaRDD<FrameShard> train,
      long trainExamples,
      Optional<JavaRDD<FrameShard>> evaluation,
      Optional<JavaRDD<FrameShard>> watched) {
    void unpersist() {
      train.unpersist();
      evaluation.ifPresent(JavaRDD::unpersist);
      watched.ifPresent(JavaRDD::unpersist);
    }
  }

  /**
   * @param data what it is trained and evaluated on
   * @param reader how the examples become the network's input
   * @param classes number of classes
   * @param first the network's parameters before training
   */
  Trainer(
      Data data,
      ExampleReader reader,
      int classes,
      InitialParameters first,
      NetworkSettings networkSettings,
      TrainingSettings settings,
      Checkpoints checkpoints,
      TrainingProgress progress) {
    this.shards = data.train();
    this.trainExamples = data.trainExamples();
    this.evaluation = data.evaluation().map(split -> split.flatMap(Trainer::examples));
    this.watched = data.watched().map(split -> split.flatMap(Trainer::examples));
    this.classes = classes;
    this.settings = settings;
    this.checkpoints = checkpoints;
    this.progress = progress;
    this.outerStep =
        new OuterStep(settings.rounds().outerMomentum(), settings.rounds().parameterDecay());
    this.minibatches = minibatches(settings);
    NetworkFactory.Optimisation optimisation =
        UpdaterFactory.optimisation(settings.updater(), minibatches);
    this.updater = optimisation.updater();
    this.reader = reader;
    this.plan =
        new RoundTask.Plan(
            settings.rounds().batchSize(), classes, settings.sampling(), settings.seed());
    MultiLayerConfiguration conf =
        NetworkFactory.configuration(
            networkSettings, reader.input(), classes, optimisation, settings.seed());
    this.network = new MultiLayerNetwork(conf);
    this.network.init();
    first.set(network);
    this.configuration = conf.toJson();
  }

  /** Minibatches of each worker. */
  private static long minibatches(TrainingSettings settings) {
    long perStep = (long) settings.rounds().workers() * settings.rounds().batchSize();
    long whole = settings.course().examples() / perStep;
    long minibatches = Math.max(1, settings.course().examples() % perStep == 0 ? whole : whole + 1);
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

  /** The network's configuration as JSON. */
  String configuration() {
    return configuration;
  }

  /** The state of a training that has not begun. */
  TrainingState start() {
    TrainingState state = new TrainingState();
    state.parameters = NativeFloats.copy(network.params());
    INDArray updaterState = network.getUpdater().getStateViewArray();
    state.updaterState = updaterState == null ? new float[0] : NativeFloats.copy(updaterState);
    return state;
  }

  /** Trains on from a state until all examples are seen or patience is at an end. */
  void run(TrainingState state) {
    Broadcast<ExampleReader> readers = sparkContext().broadcast(reader);
    try {
      run(state, readers);
    } finally {
      readers.destroy();
    }
  }

  private void run(TrainingState state, Broadcast<ExampleReader> readers) {
    while (state.counters.minibatches() < minibatches && !outOfPatience(state)) {
      round(state, readers);
      if (dueForEvaluation(state)) {
        evaluate(state);
      }
      if (state.counters.round() % settings.course().checkpointEvery() == 0 || isOver(state)) {
        checkpoints.write(state);
      }
    }
  }

  private boolean isOver(TrainingState state) {
    return state.counters.minibatches() >= minibatches || outOfPatience(state);
  }

  private boolean outOfPatience(TrainingState state) {
    return settings.course().patience() > 0
        && state.counters.withoutBetter() >= settings.course().patience();
  }

  private void round(TrainingState state, Broadcast<ExampleReader> readers) {
    long begin = System.nanoTime();
    long left = minibatches - state.counters.minibatches();
    int count = (int) Math.min(settings.rounds().averagingFrequency(), left);
    Contribution sum = train(state, count, readers);
    if (!Double.isFinite(sum.loss())) {
      throw Divergence.of("loss", state.counters.examples() + sum.examples());
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    state.counters = state.counters.afterRound(count, sum, seconds);
    outerStep.apply(state, sum, count);
    progress.round(
        state.counters.examples(),
        minibatches * settings.rounds().batchSize() * settings.rounds().workers());
  }

  private Contribution train(TrainingState state, int count, Broadcast<ExampleReader> readers) {
    RoundStart start =
        new RoundStart(
            configuration,
            state.parameters,
            state.updaterState,
            state.counters.round(),
            state.counters.minibatches(),
            count);
    Broadcast<RoundStart> broadcast = sparkContext().broadcast(start);
    try {
      return Averaging.of(
          shards.mapPartitionsWithIndex(new RoundTask(plan, readers, broadcast), true));
    } finally {
      broadcast.destroy();
    }
  }

  private JavaSparkContext sparkContext() {
    return JavaSparkContext.fromSparkContext(shards.context());
  }

  /** At the end of each epoch too, unless evaluations are asked for more rarely than that. */
  private boolean dueForEvaluation(TrainingState state) {
    long every = settings.course().evaluateEvery();
    return hasReached(state, every)
        || (every < trainExamples && hasReached(state, trainExamples))
        || isOver(state);
  }

  /** Returns whether a multiple of so many examples has been reached since the last evaluation. */
  private static boolean hasReached(TrainingState state, long every) {
    long before = state.counters.examples() - state.counters.sinceEvaluation();
    return state.counters.examples() / every > before / every;
  }

  /** Adds the state's scores to its history. */
  void evaluate(TrainingState state) {
    long begin = System.nanoTime();
    SplitScores evaluated = scores(state, evaluation);
    SplitScores watchedBeside = scores(state, watched);
    SplitScores training = state.training();
    TrainingState.Counters counted = state.counters.afterEvaluation(evaluated.accuracy());
    state.counters = counted.later((System.nanoTime() - begin) / 1e9);
    if (state.counters.withoutBetter() == 0) {
      state.best = state.evaluated().clone();
    }
    HistoryRow row =
        new HistoryRow(
            state.counters.examples(),
            state.counters.examples() / (double) trainExamples,
            state.counters.round(),
            state.counters.seconds(),
            training,
            evaluated,
            watchedBeside,
            learningRate(state));
    state.history = state.history.with(row);
    progress.evaluated(row);
  }

  private double learningRate(TrainingState state) {
    int last = (int) Math.max(0, state.counters.minibatches() - 1);
    return updater.getLearningRate(last, 0);
  }

  private SplitScores scores(TrainingState state, Optional<JavaRDD<Example>> examples) {
    if (examples.isEmpty()) {
      return SplitScores.NONE;
    }
    LossAwareClassifier classifier = reader.classifier(network(state.evaluated()));
    return Evaluator.scores(examples.get(), classifier, classes);
  }

  /** The network with the given parameters; one network, whose parameters the next call changes. */
  MultiLayerNetwork network(float[] parameters) {
    network.setParams(NativeFloats.rowVector(parameters));
    return network;
  }

  /** A network's parameters before training, besides the random ones of its seed. */
  @FunctionalInterface
  interface InitialParameters {
    /** The random ones. */
    InitialParameters RANDOM = network -> {};

    /** Sets the parameters of a network whose parameters are random. */
    void set(MultiLayerNetwork network);
  }

  /** Recognises a training whose numbers are numbers no more. */
  static final class Divergence {
    private Divergence() {}

    /**
     * @param what the value that is no longer finite
     * @param examples examples trained on by then
     */
    static UserErrorException of(String what, long examples) {
      return new UserErrorException(
          "The training has diverged: its %s is no longer a number after %d examples. Lower training.updater.learning-rate or set training.updater.gradient-clip, and train again"
              .formatted(what, examples));
    }

    /**
     * Checks the parameters that are to become a model.
     *
     * @throws UserErrorException if one is infinite or not a number
     */
    static void check(float[] parameters, long examples) {
      for (float parameter : parameters) {
        if (!Float.isFinite(parameter)) {
          throw of("network", examples);
        }
      }
    }
  }
}
