package org.spiketrain.train;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.array.NativeFloats;
import org.spiketrain.model.compress.DeltaCompressor;
import org.spiketrain.model.zoo.NetworkSettings;
import org.spiketrain.model.zoo.SpikingClassifier;
import org.spiketrain.results.HistoryRow;
import org.spiketrain.results.HistoryRow.SplitScores;
import org.spiketrain.train.Averaging.Contribution;
import org.spiketrain.train.RoundTask.RoundStart;

/**
 * Synchronous parameter averaging: let every worker train from the same state on some minibatches
 * of its own shard, average, step, and from time to time evaluate and checkpoint.
 */
final class Trainer {
  private final Workforce workforce;
  private final ExampleReader reader;
  private final List<Double> classShares;
  private final TrainingSettings settings;
  private final ShownExamples shown;
  private final CheckpointStore checkpoints;
  private final TrainingProgress progress;
  private final long minibatches;
  private final IUpdater updater;
  private final NetworkSettings networkSettings;
  private final MultiLayerNetwork network;
  private final String configuration;
  private final Optional<DeltaCompressor> compressor;
  private double averagingSeconds;

  /**
   * Makes a network, whose parameters are random but for what {@code first} sets.
   *
   * @param classShares share of each class in the training, in the order of the labels
   * @param shown examples whose answers are told at each evaluation
   */
  Trainer(
      Workforce workforce,
      ExampleReader reader,
      List<Double> classShares,
      Consumer<MultiLayerNetwork> first,
      NetworkSettings networkSettings,
      TrainingSettings settings,
      ShownExamples shown,
      CheckpointStore checkpoints,
      TrainingProgress progress) {
    this.workforce = workforce;
    this.reader = reader;
    this.classShares = List.copyOf(classShares);
    this.settings = settings;
    this.shown = shown;
    this.checkpoints = checkpoints;
    this.progress = progress;
    this.networkSettings = networkSettings;
    this.minibatches = minibatches(settings);
    // A schedule has a length, even where nothing is trained.
    NetworkSettings.Optimisation optimisation =
        settings
            .updater()
            .optimisation(Math.max(1, minibatches), settings.balance().logitOffsets(classShares));
    this.updater = optimisation.updater();
    MultiLayerConfiguration conf =
        networkSettings.configuration(
            reader.input(), classShares.size(), optimisation, settings.seed());
    this.network = new MultiLayerNetwork(conf);
    this.network.init();
    first.accept(network);
    this.compressor = settings.rounds().exchange().compressor(network);
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
          "%d training examples are %d minibatches a worker, more than the %d that can be counted: lower training.examples, training.epochs or training.least-minibatches"
              .formatted(settings.course().examples(), minibatches, Integer.MAX_VALUE));
    }
    return minibatches;
  }

  TrainingState start() {
    TrainingState state = new TrainingState();
    state.parameters = NativeFloats.copy(network.params());
    INDArray updaterState = network.getUpdater().getStateViewArray();
    // Otherwise workers begin with what an updater begins with.
    if (updaterState != null && settings.rounds().exchange().isAveraged()) {
      state.updaterState = NativeFloats.copy(updaterState);
    }
    return state;
  }

  /**
   * Trains on from a state until all examples are seen or patience is at an end; none at all, where
   * what it begins with is to be taken as it is.
   */
  void run(TrainingState state) {
    if (state.isCandidate) {
      evaluate(state);
      state.isCandidate = false;
      if (isOver(state)) {
        checkpoints.writeLast(state);
      }
    }
    if (isOver(state)) {
      return;
    }
    Optional<WorkerFiles> kept =
        isKept() && state.counters.round() > 0
            ? Optional.of(checkpoints.workers(state))
            : Optional.empty();
    try (Workforce.Rounds rounds = workforce.begin(workshop(), state.vectorLength(), kept)) {
      for (boolean first = true; !isOver(state); first = false) {
        long left = minibatches - state.counters.minibatches();
        int count =
            (int) Math.min(settings.rounds().lengths().minibatches(state.counters.round()), left);
        RoundStart start = new RoundStart(state, first, count);
        round(state, count == left ? start.asClosing() : start, rounds);
        boolean pauses =
            dueForEvaluation(state) && evaluate(state).examples() >= progress.pausesAt();
        if (isOver(state)) {
          checkpoints.writeLast(state);
        } else if (pauses
            || rounds.needCheckpoint()
            || state.counters.round() % settings.course().checkpointEvery() == 0) {
          checkpoint(state, rounds);
        }
        if (pauses && !isOver(state)) {
          throw new TrainingPausedException(state.counters.examples());
        }
      }
    }
  }

  private boolean isKept() {
    return settings.rounds().exchange().isKept();
  }

  private void checkpoint(TrainingState state, Workforce.Rounds rounds) {
    if (isKept()) {
      rounds.save(checkpoints.workers(state));
    }
    checkpoints.write(state);
  }

  /**
   * The same, by something that trains on alone for a while; only then its evaluations are reported
   * and a checkpoint is kept.
   */
  TrainingState runBy(Function<SlotTraining, TrainingState> slot, TrainingState from) {
    TrainingState state = from;
    while (!isOver(state) || state.isCandidate) {
      int reported = state.history.rows().size();
      SlotTraining next =
          new SlotTraining(
              reader, classShares, networkSettings, settings, state, shown, progress.pausesAt());
      state = slot.apply(next);
      // Within a task nothing travels.
      reportRound(state, 0);
      List<HistoryRow> rows = state.history.rows();
      rows.subList(reported, rows.size()).forEach(progress::evaluated);
      checkpoints.write(state);
      if (rows.size() > reported && isToPause(state) && !isOver(state)) {
        throw new TrainingPausedException(state.counters.examples());
      }
    }
    return state;
  }

  private boolean isToPause(TrainingState state) {
    return state.history.last().filter(row -> row.examples() >= progress.pausesAt()).isPresent();
  }

  Workshop workshop() {
    return new Workshop(plan(), configuration, reader, settings.rounds().exchange(), compressor);
  }

  private Workshop.Plan plan() {
    return new Workshop.Plan(
        settings.rounds().batchSize(),
        classShares.size(),
        settings.balance(),
        settings.seed(),
        settings.blasKernel(),
        settings.rounds().recompute());
  }

  /** Bytes as which a step of the parameters travels at most, if that is coarse. */
  Optional<Long> coarseBytes() {
    return compressor.map(DeltaCompressor::mostBytes);
  }

  /** Bytes as which a worker tells the last one at most, likewise. */
  Optional<Long> closingBytes() {
    return compressor.map(DeltaCompressor::closing).map(DeltaCompressor::mostBytes);
  }

  private boolean isOver(TrainingState state) {
    int patience = settings.course().patience();
    return state.counters.minibatches() >= minibatches
        || (patience > 0 && state.counters.withoutBetter() >= patience);
  }

  private void round(TrainingState state, RoundStart start, Workforce.Rounds rounds) {
    long begin = System.nanoTime();
    Contribution sum = rounds.average(start);
    if (!Double.isFinite(sum.loss())) {
      throw diverged("loss", state.counters.examples() + sum.examples());
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    averagingSeconds += Math.max(0, seconds - sum.seconds());
    state.counters = state.counters.afterRound(start.minibatches(), sum, seconds);
    state.advance(sum, start, settings.rounds(), compressor);
    reportRound(state, rounds.broadcastBytes());
  }

  private void reportRound(TrainingState state, long broadcastBytes) {
    boolean isNew = state.counters.sinceEvaluation() > 0;
    progress.round(
        new RoundReport(
            state.counters.round(),
            state.counters.examples(),
            minibatches * settings.rounds().batchSize() * settings.rounds().workers(),
            state.counters.seconds(),
            isNew
                ? state.training()
                : state.history.last().map(HistoryRow::training).orElse(SplitScores.NONE),
            averagingSeconds,
            broadcastBytes));
  }

  private boolean dueForEvaluation(TrainingState state) {
    TrainingSettings.Course course = settings.course();
    if (isOver(state)) {
      return true;
    }
    if (course.evaluations() > 0) {
      // Exact where an evaluation falls on a whole number of examples.
      return hasReached(state, n -> (long) ((double) n * course.evaluations() / course.examples()));
    }
    long every = course.evaluateEvery();
    long epoch = workforce.trainExamples();
    // At the end of each epoch too, unless evaluations are asked for more rarely than that.
    return hasReached(state, n -> n / every)
        || (every < epoch && hasReached(state, n -> n / epoch));
  }

  /**
   * Returns whether the training has come to another part of it since the last evaluation.
   *
   * @param part the part that so many examples have come to
   */
  private static boolean hasReached(TrainingState state, LongUnaryOperator part) {
    long before = state.counters.examples() - state.counters.sinceEvaluation();
    return part.applyAsLong(state.counters.examples()) > part.applyAsLong(before);
  }

  private HistoryRow evaluate(TrainingState state) {
    long begin = System.nanoTime();
    SpikingClassifier evaluated = reader.classifier(network(state.evaluated()));
    Workforce.Scores scores = workforce.scores(evaluated, plan());
    SplitScores training = state.training();
    state.counters =
        state.counters.afterEvaluation(
            scores.evaluated().accuracy(), (System.nanoTime() - begin) / 1e9);
    if (state.counters.withoutBetter() == 0) {
      state.best = state.evaluated().clone();
    }
    HistoryRow row =
        new HistoryRow(
            state.counters.examples(),
            state.counters.examples() / (double) workforce.trainExamples(),
            state.counters.round(),
            state.counters.seconds(),
            training,
            scores.evaluated(),
            scores.watched(),
            updater.getLearningRate((int) Math.max(0, state.counters.minibatches() - 1), 0),
            shown.answers(evaluated));
    state.history = state.history.with(row);
    progress.evaluated(row);
    return row;
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

  private static DivergedException diverged(String what, long examples) {
    return new DivergedException(
        "The training has diverged: its %s is no longer a number after %d examples. Lower training.updater.learning-rate or set training.updater.gradient-clip, and train again"
            .formatted(what, examples));
  }
}
