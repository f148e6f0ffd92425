package org.spiketrain.job.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.job.report.TrainingHistory;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.encode.LetterEncoder;
import org.spiketrain.model.frames.FrameShard;
import org.spiketrain.model.zoo.ModelProvenance;
import org.spiketrain.model.zoo.NetworkSettings;
import org.spiketrain.model.zoo.TrainedModel;
import org.spiketrain.preprocess.AtomicOutput;
import org.spiketrain.preprocess.OutputMode;
import org.spiketrain.preprocess.parquet.FrameParquet;
import org.spiketrain.preprocess.parquet.Manifest;
import org.spiketrain.preprocess.parquet.Versions;
import org.spiketrain.preprocess.transform.Split;

/**
 * Trains a network on a folder of frames. Writes below the output folder: {@code
 * training/checkpoints/}, {@code training/history.csv} and {@code model.zip}.
 */
public final class TrainingJob {
  private final SparkSession spark;
  private final String frames;
  private final Path output;
  private final NetworkSettings network;
  private final TrainingSettings training;
  private final String configuration;
  private final TrainingProgress progress;
  private final Configuration hadoop;

  /** Where a training begins. */
  public enum Start {
    /** At the beginning; there must be no checkpoint of another one. */
    FRESH,
    /** At the newest checkpoint, or at the beginning if there is none. */
    RESUME
  }

  /**
   * How a training ended.
   *
   * @param history one row an evaluation
   * @param bestAccuracy best accuracy on the evaluation split, NaN if it was never evaluated
   * @param examples examples trained on
   * @param seconds time spent, over all resumptions
   */
  public record Result(
      TrainingHistory history, double bestAccuracy, long examples, double seconds) {}

  /**
   * @param frames folder that preprocessing wrote
   * @param output folder to write to
   * @param configuration the whole experiment's configuration, for the model's provenance
   */
  public TrainingJob(
      SparkSession spark,
      String frames,
      String output,
      NetworkSettings network,
      TrainingSettings training,
      String configuration,
      TrainingProgress progress) {
    this.spark = spark;
    this.frames = frames;
    this.output = new Path(output);
    this.network = network;
    this.training = training;
    this.configuration = configuration;
    this.progress = progress;
    this.hadoop = spark.sessionState().newHadoopConf();
  }

  /**
   * Trains to the end and writes the model.
   *
   * @throws UserErrorException if the frames cannot be read, a setting does not fit them, or the
   *     output is in the way
   */
  public Result run(Start start) {
    Manifest manifest = FrameParquet.readManifest(hadoop, new Path(frames));
    Checkpoints checkpoints = checkpoints(manifest);
    if (start == Start.FRESH && !checkpoints.files().isEmpty()) {
      throw new UserErrorException(
          "%s holds the checkpoints of another training: add --resume to go on with it, or choose another output.path"
              .formatted(new Path(output, "training")));
    }
    JavaRDD<FrameShard> shards = read(manifest, Split.TRAIN.label(), training.workers());
    Optional<JavaRDD<FrameShard>> evaluation = evaluationShards(manifest);
    try {
      Trainer trainer =
          new Trainer(
              shards,
              evaluation,
              input(manifest),
              manifest.classes().size(),
              network,
              training,
              checkpoints,
              progress);
      TrainingState state = checkpoints.readLatest().orElseGet(trainer::start);
      trainer.run(state);
      write(trainer, state, manifest);
      return new Result(
          state.history,
          state.counters.bestAccuracy() < 0 ? Double.NaN : state.counters.bestAccuracy(),
          state.counters.examples(),
          state.counters.seconds());
    } finally {
      shards.unpersist();
      evaluation.ifPresent(JavaRDD::unpersist);
    }
  }

  private Checkpoints checkpoints(Manifest manifest) {
    ObjectMapper json = new ObjectMapper();
    try {
      Checkpoints.Identity identity =
          new Checkpoints.Identity(
              manifest.framesFingerprint(),
              json.writeValueAsString(network),
              json.writeValueAsString(training));
      return new Checkpoints(hadoop, new Path(output, "training/checkpoints"), identity);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("settings are plain records", e);
    }
  }

  private Trainer.Input input(Manifest manifest) {
    int ngrams = network.spikingNgrams();
    int spiking =
        ngrams == 0
            ? manifest.channels()
            : new LetterEncoder(manifest.letters()).channelsUpTo(ngrams);
    return new Trainer.Input(manifest.channels(), spiking);
  }

  private JavaRDD<FrameShard> read(Manifest manifest, String split, int shards) {
    return FrameShards.read(spark, frames, split, manifest.channels(), shards);
  }

  private Optional<JavaRDD<FrameShard>> evaluationShards(Manifest manifest) {
    for (Split split : Split.values()) {
      if (split.label().equals(training.evaluationSplit())) {
        long examples = manifest.total(split);
        int parallelism = spark.sparkContext().defaultParallelism();
        return examples == 0
            ? Optional.empty()
            : Optional.of(read(manifest, split.label(), (int) Math.min(examples, parallelism)));
      }
    }
    throw new UserErrorException(
        "training.evaluation-split is '%s': expected validation or test"
            .formatted(training.evaluationSplit()));
  }

  private void write(Trainer trainer, TrainingState state, Manifest manifest) {
    float[] chosen =
        training.keep() == TrainingSettings.Keep.BEST && state.best.length > 0
            ? state.best
            : state.evaluated();
    TrainedModel model = new TrainedModel(trainer.network(chosen), provenance(state, manifest));
    byte[] history = state.history.toCsv().getBytes(StandardCharsets.UTF_8);
    write("training/history.csv", history);
    write("model.zip", model.toBytes());
  }

  private void write(String name, byte[] bytes) {
    AtomicOutput.writeFile(hadoop, new Path(output, name), bytes, OutputMode.OVERWRITE);
  }

  private ModelProvenance provenance(TrainingState state, Manifest manifest) {
    Versions versions = Versions.current(spark);
    Map<String, String> programs = new LinkedHashMap<>();
    programs.put("spiketrain", versions.spiketrain());
    programs.put("spark", versions.spark());
    programs.put("java", versions.java());
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("examples", state.counters.examples());
    counts.put("rounds", (long) state.counters.round());
    counts.put("workers", (long) training.workers());
    Map<String, Double> metrics = new LinkedHashMap<>();
    if (state.counters.bestAccuracy() >= 0) {
      metrics.put("bestAccuracy." + training.evaluationSplit(), state.counters.bestAccuracy());
    }
    return new ModelProvenance(
        ModelProvenance.FORMAT,
        ModelProvenance.NAMES_CLASSIFIER,
        manifest.classes(),
        manifest.letters(),
        network,
        configuration,
        manifest.framesFingerprint(),
        training.seed(),
        programs,
        counts,
        metrics);
  }
}
