package org.spiketrain.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.data.FrameWeights;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.Split;
import org.spiketrain.data.Versions;
import org.spiketrain.data.Wording;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.data.io.ClusterProcessors;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.io.SharedStorage;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.frames.FrameShard;
import org.spiketrain.model.zoo.ClassPriors;
import org.spiketrain.model.zoo.ModelProvenance;
import org.spiketrain.model.zoo.NetworkSettings;
import org.spiketrain.model.zoo.TrainedModel;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.results.RunFiles;
import org.spiketrain.results.RunOutputs;
import org.spiketrain.results.TrainingHistory;
import org.spiketrain.results.TrainingHistory.EvaluatedSplits;
import org.spiketrain.results.TrainingHistory.KeptParameters;

/**
 * Trains a network on a folder of frames. Writes into the output folder {@code training/}, with
 * checkpoints and the history so far, and in the end {@code model.zip}.
 *
 * @param frames folder that preprocessing wrote
 * @param slots task slots that take the whole of it, if it is small
 */
public record TrainingJob(
    SparkSession spark,
    String frames,
    Manifest manifest,
    RunFiles files,
    Plan plan,
    TrainingProgress progress,
    TaskSlots slots) {
  /**
   * Up to so many bytes of all workers the driver adds up what they bring; beyond, executors do.
   */
  public static final long COLLECTED_BYTES = Averaging.COLLECTED;

  /** Bytes of all workers that one task on an executor adds up. */
  public static final long ADDED_BYTES = Averaging.ADDED;

  private static final Logger LOG = LoggerFactory.getLogger(TrainingJob.class);

  /**
   * Network, settings and stage of a training.
   *
   * @param configuration the experiment's configuration, for the model's provenance
   */
  public record Plan(
      NetworkSettings network,
      TrainingSettings training,
      String configuration,
      TrainingStage stage) {}

  public enum Start {
    /** At the beginning; an earlier training is refused. */
    FRESH,
    /** At the beginning; an earlier training and what was made of it are deleted. */
    OVERWRITE,
    /** At the newest checkpoint, or at the beginning if there is none. */
    RESUME
  }

  /**
   * Outcome of a training.
   *
   * @param history one row an evaluation
   * @param bestAccuracy best accuracy on the evaluation split, NaN if it was never evaluated
   * @param evaluated name of the split that was evaluated
   * @param examples examples trained on: more than that where it is no whole number of minibatches
   *     of all workers, fewer where patience came to an end
   * @param seconds time spent, over all resumptions
   */
  public record Result(
      TrainingHistory history,
      double bestAccuracy,
      Optional<KeptParameters> kept,
      String evaluated,
      long asked,
      long examples,
      double seconds) {}

  private StoredExamples stored() {
    return new StoredExamples(
        spark, frames, manifest, plan.network(), plan.stage(), training().balance());
  }

  private TrainingSettings training() {
    return plan.training();
  }

  /** The same training at another peak of the learning rate. */
  public TrainingJob at(double learningRate) {
    return with(files, training().at(learningRate));
  }

  /** The same network, trained with other settings and into other files. */
  TrainingJob with(RunFiles output, TrainingSettings settings) {
    Plan other = new Plan(plan.network(), settings, plan.configuration(), plan.stage());
    return new TrainingJob(spark, frames, manifest, output, other, progress, slots);
  }

  /** What must be equal for what was tried to hold for this training, at any learning rate. */
  Checkpoints.Identity withoutLearningRate() {
    return at(0).checkpoints().identity();
  }

  /** The checkpoint that it would go on from. */
  Optional<Path> newestCheckpoint() {
    return checkpoints().newest();
  }

  /**
   * Trains to the end and writes the model.
   *
   * @throws UserErrorException if the frames cannot be read, a setting does not fit them, or the
   *     output is in the way
   */
  public Result run(Start start) {
    checkEvaluationSplit();
    checkLogitAdjustment();
    OutputLayout output = files.layout();
    Checkpoints checkpoints = checkpoints();
    checkOutput(start, output, checkpoints);
    if (training().rounds().exchange().isKept()) {
      // Executors write what their workers keep, and read what others have kept.
      SharedStorage.check(spark, output.training());
    }
    // Before anything of ND4J's is made in this process.
    Optional<TrainingState> latest =
        start == Start.RESUME ? checkpoints.readLatest() : Optional.empty();
    String kernel = blasKernel(latest.map(state -> state.blasKernel).orElse(""));
    StoredExamples stored = stored();
    HistoryRecorder recorder =
        new HistoryRecorder(files, evaluatedSplits(), progress, System::nanoTime);
    try (TrainingMetrics metrics = new TrainingMetrics(output.runName(), recorder);
        TrainingPlace place = place(stored)) {
      Trainer trainer = trainer(stored, place.workforce(), kernel, checkpoints, metrics);
      double scale = training().updater().learningRate().scale();
      if (scale > 1) {
        LOG.info(
            "The learning rate is multiplied by {} for {} workers (training.learning-rate-workers)",
            scale,
            training().rounds().workers());
      }
      TrainingState begun = begin(start, latest, trainer, stored, checkpoints, recorder);
      begun.blasKernel = kernel;
      metrics.begin(begun.counters);
      TrainingState state = place.train(trainer, begun);
      recorder.finish();
      boolean best = training().course().keep() == TrainingSettings.Keep.BEST;
      float[] kept = best && state.best.length > 0 ? state.best : state.evaluated();
      write(output.model(), model(trainer, kept, state, stored));
      return new Result(
          state.history,
          state.counters.bestAccuracy() < 0 ? Double.NaN : state.counters.bestAccuracy(),
          best ? KeptParameters.best(state.history) : KeptParameters.last(state.history),
          training().course().evaluationSplit().label(),
          training().course().examples(),
          state.counters.examples(),
          state.counters.seconds());
    } finally {
      recorder.ended();
    }
  }

  private Trainer trainer(
      StoredExamples stored,
      Workforce workforce,
      String kernel,
      Checkpoints checkpoints,
      TrainingProgress followed) {
    return new Trainer(
        workforce,
        stored.reader(workforce, training().augmentation()),
        List.copyOf(ClassPriors.shares(manifest.trainedByClass()).values()),
        stored.firstParameters(),
        plan.network(),
        training().withBlasKernel(kernel),
        stored.shown(training().course()),
        checkpoints,
        followed);
  }

  /**
   * What a round of this training is made of.
   *
   * @param workerBytes bytes of what a worker takes and gives in a round
   * @param travellingBytes bytes as which that travels
   * @param closingBytes bytes as which a worker tells it in the last round
   * @param minibatchSeconds seconds of one minibatch on one core, or on {@code spark.task.cpus}
   */
  public record RoundParts(
      long workerBytes, long travellingBytes, long closingBytes, double minibatchSeconds) {}

  /**
   * What was found of a training's steps.
   *
   * @param memory what one takes, in words
   */
  public record Measured(RoundParts parts, String memory) {}

  /**
   * Times some minibatches of the first worker where a task would train them; writes nothing.
   *
   * @param minibatches at least 1; eleven times as many are trained on
   * @throws UserErrorException if they are over too soon to be timed
   */
  public Measured measure(int minibatches) {
    String kernel = blasKernel("");
    StoredExamples stored = stored();
    SparkWorkforce workforce =
        new SparkWorkforce(
            stored.shards(Split.TRAIN, training().rounds().workers(), Set::of),
            manifest.totalTrained(),
            Optional.empty(),
            Optional.empty());
    try {
      Trainer trainer = trainer(stored, workforce, kernel, checkpoints(), progress);
      TrainingState state = trainer.start();
      MinibatchTimer.Found found =
          new MinibatchTimer(workforce.train(), trainer.workshop()).time(state, minibatches);
      long bytes = (long) state.vectorLength() * Float.BYTES;
      RoundParts parts =
          new RoundParts(
              bytes,
              trainer.coarseBytes().orElse(bytes),
              trainer.closingBytes().orElse(bytes),
              found.seconds());
      return new Measured(parts, found.memory());
    } finally {
      workforce.close();
    }
  }

  /** The kernel that all workers compute by, and this process too. */
  private String blasKernel(String before) {
    String kernel =
        BlasAgreement.of(
            JavaSparkContext.fromSparkContext(spark.sparkContext()),
            training().rounds().workers(),
            training().blasKernel(),
            before);
    try {
      BlasAgreement.take(kernel);
    } catch (UserErrorException e) {
      if (spark.sparkContext().isLocal() || plan.stage().computesOnDriver()) {
        throw e;
      }
      LOG.debug("The driver computes by another kernel than the executors", e);
    }
    return kernel;
  }

  /**
   * Writes the history of its newest checkpoint, which the one in the output may be behind, if it
   * has an evaluation at or after so many examples; returns whether it has.
   *
   * @throws UserErrorException if the checkpoint belongs to another training or is damaged
   */
  public boolean restoreHistory(long examples) {
    Optional<TrainingHistory> evaluated =
        checkpoints()
            .readLatest()
            .map(state -> state.history)
            .filter(history -> history.rows().stream().anyMatch(r -> r.examples() >= examples));
    evaluated.ifPresent(history -> files.writeHistory(history, evaluatedSplits()));
    return evaluated.isPresent();
  }

  private EvaluatedSplits evaluatedSplits() {
    TrainingSettings.Course course = training().course();
    return new EvaluatedSplits(
        course.evaluationSplit().label(), watched().map(Split::label).orElse("none"));
  }

  private Checkpoints checkpoints() {
    return new Checkpoints(
        files.conf(),
        files.layout().checkpoints(),
        Checkpoints.Identity.of(manifest.framesFingerprint(), plan),
        plan.stage());
  }

  /** Refuses frames without examples to choose a network by. */
  private void checkEvaluationSplit() {
    TrainingSettings.Course course = training().course();
    boolean needed = course.patience() > 0 || course.keep() == TrainingSettings.Keep.BEST;
    if (needed && manifest.total(course.evaluationSplit()) == 0) {
      throw new UserErrorException(
          "The %s split of %s has no examples, so no network can be found best on it: preprocess with a larger fraction for it, or set training.keep=last and training.patience=0"
              .formatted(course.evaluationSplit().label(), frames));
    }
  }

  /** What examples of a class weigh together is not its share. */
  private void checkLogitAdjustment() {
    if (training().balance().logitAdjustment() != 0 && manifest.weights() == FrameWeights.PRESENT) {
      throw new UserErrorException(
          "The examples of %s have weights, by which training.logit-adjustment does not go: set it to 0"
              .formatted(frames));
    }
  }

  private void checkOutput(Start start, OutputLayout output, Checkpoints checkpoints) {
    if (start == Start.FRESH && RunOutputs.exists(files.conf(), output.training())) {
      throw new UserErrorException(
          "There is a training in %s already: go on with it with --resume, name another folder with -D output.path=..., or replace it with -D output.overwrite=true"
              .formatted(output.training()));
    }
    if (start == Start.FRESH || (start == Start.RESUME && checkpoints.files().isEmpty())) {
      new RunOutputs(files.conf(), output)
          .refuseExisting(
              OutputMode.REFUSE_EXISTING,
              List.of(
                  output.model(),
                  output.evaluation(),
                  output.report(),
                  output.profile(),
                  output.attack()));
    }
  }

  private TrainingState begin(
      Start start,
      Optional<TrainingState> latest,
      Trainer trainer,
      StoredExamples stored,
      Checkpoints checkpoints,
      HistoryRecorder recorder) {
    OutputLayout output = files.layout();
    if (start == Start.OVERWRITE) {
      RunOutputs outputs = new RunOutputs(files.conf(), output);
      outputs.requireOwnContents();
      // All of it: a later --resume must not find the old checkpoints, nor a reader an old model.
      outputs.remove(output.trainingOutputs());
    }
    TrainingState state = checkpoints.fitting(latest, trainer.start());
    recorder.begin(state.history);
    if (state.counters.round() == 0) {
      if (plan.stage() instanceof TrainingStage.FineTuning) {
        write(output.converted(), model(trainer, state.parameters, state, stored));
      }
      // Where nothing is trained, the checkpoint of before the first round has its evaluation.
      state.isCandidate = plan.stage().isCandidate() && state.history.rows().isEmpty();
    }
    return state;
  }

  private TrainingPlace place(StoredExamples stored) {
    // What workers keep is kept by executors.
    if (!training().rounds().exchange().isKept() && slots.mayTake(manifest)) {
      JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
      TaskSlots.Shards shards =
          slots.shards(context, frames, manifest, training(), () -> collected(stored));
      boolean isTaken = false;
      try {
        isTaken = slots.takes(size(stored, shards.workforce()));
      } finally {
        if (!isTaken) {
          shards.close();
        }
      }
      if (isTaken) {
        LOG.info(
            "{}: small, one task slot does all of it, for {}",
            files.layout().runName(),
            Wording.counted(training().rounds().workers(), "worker"));
        return shards;
      }
      LOG.info(
          "{}: not small, so it is trained all over the cluster, by {}",
          files.layout().runName(),
          Wording.counted(training().rounds().workers(), "worker"));
    }
    return slots.spread(
        JavaSparkContext.fromSparkContext(spark.sparkContext()),
        failed ->
            new SparkWorkforce(
                stored.shards(Split.TRAIN, training().rounds().workers(), failed),
                manifest.totalTrained(),
                evaluated(stored, training().course().evaluationSplit(), failed),
                watched().flatMap(split -> evaluated(stored, split, failed))));
  }

  private TaskSlots.Size size(StoredExamples stored, SlotWorkforce workforce) {
    ExampleReader reader = stored.reader(workforce, training().augmentation());
    return new TaskSlots.Size(
        training().course().examples(),
        stored.parameters(reader.input()),
        workforce.train().stream().mapToInt(reader::mostTimeSteps).max().orElseThrow());
  }

  private SlotWorkforce collected(StoredExamples stored) {
    return new SlotWorkforce(
        stored.collected(Split.TRAIN, training().rounds().workers()),
        manifest.totalTrained(),
        collected(stored, Optional.of(training().course().evaluationSplit())),
        collected(stored, watched()));
  }

  private List<FrameShard> collected(StoredExamples stored, Optional<Split> split) {
    return split
        .filter(one -> manifest.total(one) > 0)
        .map(one -> stored.collected(one, 1))
        .orElse(List.of());
  }

  private Optional<Split> watched() {
    return training().course().watchedSplit().split();
  }

  private Optional<JavaRDD<FrameShard>> evaluated(
      StoredExamples stored, Split split, Supplier<Set<String>> failed) {
    long examples = manifest.total(split);
    int parallelism = ClusterProcessors.count(spark.sparkContext());
    return examples == 0
        ? Optional.empty()
        : Optional.of(stored.shards(split, (int) Math.min(examples, parallelism), failed));
  }

  private TrainedModel model(
      Trainer trainer, float[] parameters, TrainingState state, StoredExamples stored) {
    Trainer.checkFinite(parameters, state.counters.examples());
    return stored.model(trainer.network(parameters), trained -> provenance(trained, state));
  }

  private ModelProvenance provenance(NetworkSettings trained, TrainingState state) {
    Versions versions = Versions.current(spark);
    Map<String, String> programs = new LinkedHashMap<>();
    programs.put("spiketrain", versions.spiketrain());
    programs.put("spark", versions.spark());
    programs.put("java", versions.java());
    programs.put("blas-kernel", state.blasKernel);
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("examples", state.counters.examples());
    counts.put("rounds", (long) state.counters.round());
    counts.put("workers", (long) training().rounds().workers());
    double best = state.counters.bestAccuracy();
    String metric = "bestAccuracy." + training().course().evaluationSplit().label();
    return new ModelProvenance(
        ModelProvenance.FORMAT,
        manifest.corpus().kind(),
        manifest.classes(),
        null,
        trained,
        plan.configuration(),
        new ModelProvenance.Data(
            manifest.inputPath(), manifest.inputFingerprint(), manifest.corpus().seed()),
        manifest.framesFingerprint(),
        training().seed(),
        programs,
        counts,
        best < 0 ? Map.of() : Map.of(metric, best),
        training().balance().learnt(ClassPriors.shares(manifest.trainedByClass())));
  }

  private void write(Path file, TrainedModel model) {
    AtomicOutput.writeFile(files.conf(), file, model.toBytes(), OutputMode.OVERWRITE);
  }
}
