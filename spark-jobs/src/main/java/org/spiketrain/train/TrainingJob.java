package org.spiketrain.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.Split;
import org.spiketrain.data.Versions;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.names.NamesCorpus;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.frames.FrameShard;
import org.spiketrain.model.zoo.ModelProvenance;
import org.spiketrain.model.zoo.NetworkSettings;
import org.spiketrain.model.zoo.TrainedModel;
import org.spiketrain.results.EvaluatedSplits;
import org.spiketrain.results.KeptParameters;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.results.RunFiles;
import org.spiketrain.results.RunOutputs;
import org.spiketrain.results.TrainingHistory;
import org.spiketrain.train.Trainer.Divergence;

/**
 * Trains a network on a folder of frames. Writes into the output folder {@code training/}, with
 * checkpoints and the history so far, and in the end {@code model.zip}.
 */
public final class TrainingJob {
  private final SparkSession spark;
  private final String frames;
  private final OutputLayout output;
  private final NetworkSettings network;
  private final TrainingSettings training;
  private final String configuration;
  private final TrainingStage stage;
  private final Configuration hadoop;
  private final RunOutputs outputs;
  private final HistoryRecorder recorder;

  /** Where a training begins. */
  public enum Start {
    /** At the beginning; an earlier training is refused. */
    FRESH,
    /** At the beginning; an earlier training and what was made of it are deleted. */
    OVERWRITE,
    /** At the newest checkpoint, or at the beginning if there is none. */
    RESUME
  }

  /**
   * How a training ended.
   *
   * @param history one row an evaluation
   * @param bestAccuracy best accuracy on the evaluation split, NaN if it was never evaluated
   * @param kept which parameters became the model
   * @param evaluated name of the split that was evaluated
   * @param asked examples that the settings ask for
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

  /**
   * @param frames folder that preprocessing wrote
   * @param files where to write
   * @param configuration the experiment's configuration, for the model's provenance
   */
  public TrainingJob(
      SparkSession spark,
      String frames,
      RunFiles files,
      NetworkSettings network,
      TrainingSettings training,
      String configuration,
      TrainingProgress progress) {
    this(
        spark,
        frames,
        files,
        network,
        training,
        configuration,
        new TrainingStage.Whole(),
        progress);
  }

  /**
   * A part of a training.
   *
   * @param frames folder that preprocessing wrote
   * @param files where to write
   * @param configuration the experiment's configuration, for the model's provenance
   * @param stage what part it is
   */
  public TrainingJob(
      SparkSession spark,
      String frames,
      RunFiles files,
      NetworkSettings network,
      TrainingSettings training,
      String configuration,
      TrainingStage stage,
      TrainingProgress progress) {
    this.spark = spark;
    this.frames = frames;
    this.output = files.layout();
    this.network = network;
    this.training = training;
    this.configuration = configuration;
    this.stage = stage;
    this.hadoop = files.conf();
    this.outputs = new RunOutputs(hadoop, output);
    this.recorder =
        new HistoryRecorder(
            files,
            new EvaluatedSplits(
                training.course().evaluationSplit().label(),
                training.course().watchedSplit().split().map(Split::label).orElse("none")),
            progress,
            System::nanoTime);
  }

  /**
   * Trains to the end and writes the model.
   *
   * @throws UserErrorException if the frames cannot be read, a setting does not fit them, or the
   *     output is in the way
   */
  public Result run(Start start) {
    Manifest manifest = FrameParquet.readManifest(hadoop, new Path(frames));
    checkEvaluationSplit(manifest);
    Checkpoints checkpoints = checkpoints(manifest);
    checkOutput(start, checkpoints);
    Trainer.Data data =
        new Trainer.Data(
            read(manifest, Split.TRAIN, training.rounds().workers()),
            manifest.total(Split.TRAIN),
            evaluated(manifest, training.course().evaluationSplit()),
            training.course().watchedSplit().split().flatMap(split -> evaluated(manifest, split)));
    try {
      StoredExamples stored = new StoredExamples(spark, frames, manifest, network, stage);
      Trainer trainer =
          new Trainer(
              data,
              stored.reader(data.train(), training.augmentation()),
              manifest.classes().size(),
              stored.firstParameters(),
              network,
              training,
              checkpoints,
              recorder);
      TrainingState state = begin(start, trainer, checkpoints, stored, manifest);
      trainer.run(state);
      recorder.finish();
      write(output.model(), model(trainer, chosen(state), state, stored, manifest));
      return new Result(
          state.history,
          state.counters.bestAccuracy() < 0 ? Double.NaN : state.counters.bestAccuracy(),
          kept(state.history),
          training.course().evaluationSplit().label(),
          training.course().examples(),
          state.counters.examples(),
          state.counters.seconds());
    } finally {
      data.unpersist();
      recorder.ended();
    }
  }

  /** Kind of the models that are trained on frames. */
  public static String kind(Manifest frames) {
    return StoredExamples.kind(frames);
  }

  private Optional<KeptParameters> kept(TrainingHistory history) {
    return switch (training.course().keep()) {
      case BEST -> KeptParameters.best(history);
      case LAST -> KeptParameters.last(history);
    };
  }

  /** Refuses to overwrite what was not to be overwritten. */
  private void checkOutput(Start start, Checkpoints checkpoints) {
    if (start == Start.FRESH && RunOutputs.exists(hadoop, output.training())) {
      throw new UserErrorException(
          "There is a training in %s already: go on with it with --resume, name another folder with -D output.path=..., or replace it with -D output.overwrite=true"
              .formatted(output.training()));
    }
    boolean fromTheBeginning = start == Start.FRESH || checkpoints.files().isEmpty();
    if (start != Start.OVERWRITE && fromTheBeginning) {
      outputs.refuseExisting(
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
      Trainer trainer,
      Checkpoints checkpoints,
      StoredExamples stored,
      Manifest manifest) {
    if (start == Start.OVERWRITE) {
      outputs.requireOwnContents();
      // All of it: a later --resume must not find the old checkpoints, nor a reader an old model.
      outputs.remove(output.trainingOutputs());
    }
    TrainingState state = checkpoints.readLatest().orElseGet(trainer::start);
    recorder.begin(state.history);
    if (stage instanceof TrainingStage.FineTuning && state.counters.round() == 0) {
      write(output.converted(), model(trainer, state.parameters, state, stored, manifest));
      // What it begins as may be the best one.
      trainer.evaluate(state);
    }
    return state;
  }

  private Checkpoints checkpoints(Manifest manifest) {
    ObjectMapper json = new ObjectMapper();
    try {
      Checkpoints.Identity identity =
          new Checkpoints.Identity(
              manifest.framesFingerprint(),
              json.writeValueAsString(network),
              json.writeValueAsString(training),
              stage.beginning());
      return new Checkpoints(hadoop, output.checkpoints(), identity, stage);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("settings are plain records", e);
    }
  }

  private JavaRDD<FrameShard> read(Manifest manifest, Split split, int shards) {
    return FrameShards.read(spark, frames, split.label(), manifest.channels(), shards);
  }

  private void checkEvaluationSplit(Manifest manifest) {
    boolean needed = training.course().patience() > 0 || training.course().keep() == TrainingSettings.Keep.BEST;
    if (needed && manifest.total(training.course().evaluationSplit()) == 0) {
      throw new UserErrorException(
          "The %s split of %s has no examples, so no network can be found best on it: preprocess with a larger share for it, or set training.keep=last and training.patience=0"
              .formatted(training.course().evaluationSplit().label(), frames));
    }
  }

  private Optional<JavaRDD<FrameShard>> evaluated(Manifest manifest, Split split) {
    long examples = manifest.total(split);
    int parallelism = spark.sparkContext().defaultParallelism();
    return examples == 0
        ? Optional.empty()
        : Optional.of(read(manifest, split, (int) Math.min(examples, parallelism)));
  }

  private float[] chosen(TrainingState state) {
    return training.course().keep() == TrainingSettings.Keep.BEST && state.best.length > 0
        ? state.best
        : state.evaluated();
  }

  private TrainedModel model(
      Trainer trainer,
      float[] parameters,
      TrainingState state,
      StoredExamples stored,
      Manifest manifest) {
    Divergence.check(parameters, state.counters.examples());
    StoredExamples.Trained trained = stored.trained(trainer.network(parameters));
    return new TrainedModel(
        trained.network(), provenance(trained.settings(), state, manifest), trained.sentences());
  }

  private void write(Path file, TrainedModel model) {
    AtomicOutput.writeFile(hadoop, file, model.toBytes(), OutputMode.OVERWRITE);
  }

  private ModelProvenance provenance(
      NetworkSettings trained, TrainingState state, Manifest manifest) {
    Versions versions = Versions.current(spark);
    Map<String, String> programs = new LinkedHashMap<>();
    programs.put("spiketrain", versions.spiketrain());
    programs.put("spark", versions.spark());
    programs.put("java", versions.java());
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("examples", state.counters.examples());
    counts.put("rounds", (long) state.counters.round());
    counts.put("workers", (long) training.rounds().workers());
    Map<String, Double> metrics = new LinkedHashMap<>();
    if (state.counters.bestAccuracy() >= 0) {
      metrics.put(
          "bestAccuracy." + training.course().evaluationSplit().label(), state.counters.bestAccuracy());
    }
    boolean isNames = manifest.corpus() instanceof NamesCorpus;
    return new ModelProvenance(
        ModelProvenance.FORMAT,
        StoredExamples.kind(manifest),
        manifest.classes(),
        isNames ? manifest.names().letters() : null,
        trained,
        configuration,
        new ModelProvenance.Data(
            manifest.inputPath(), manifest.inputFingerprint(), StoredExamples.splitSeed(manifest)),
        manifest.framesFingerprint(),
        training.seed(),
        programs,
        counts,
        metrics);
  }
}
