package org.spiketrain.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.Split;
import org.spiketrain.data.SplitSettings;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.names.NamesPreprocessor;
import org.spiketrain.data.names.NamesSettings;
import org.spiketrain.model.encode.LetterEncoder;
import org.spiketrain.model.frames.Augmentation;
import org.spiketrain.model.layer.Recomputation;
import org.spiketrain.model.updater.LearningRateSchedule.Decay;
import org.spiketrain.model.zoo.NetworkSettings;
import org.spiketrain.report.Reports;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.results.RunFiles;
import org.spiketrain.train.TrainingSettings.Keep;
import org.spiketrain.train.TrainingSettings.Watched;

/** A training that takes a second: made-up names of two languages that even a tiny net tells. */
final class TinyTraining {
  private static final List<String> NORTH =
      List.of("Skarsson", "Tryggson", "Bjarkson", "Lindson", "Hakson", "Sverson", "Grimson");
  private static final List<String> SOUTH =
      List.of("Marotti", "Bellini", "Corelli", "Donati", "Felici", "Galletti", "Ottavi");

  private TinyTraining() {}

  /** Writes the two languages and their frames; returns the frames' folder. */
  static String frames(SparkSession spark, Path folder) {
    return frames(spark, folder, SplitSettings.stratified(0.5, 0.25, 0.25));
  }

  static String framesWithoutValidation(SparkSession spark, Path folder) {
    return frames(spark, folder, SplitSettings.stratified(0.5, 0, 0.5));
  }

  private static String frames(SparkSession spark, Path folder, SplitSettings split) {
    Path names = folder.resolve("names");
    try {
      Files.createDirectories(names);
      Files.writeString(names.resolve("North.txt"), lines(NORTH), StandardCharsets.UTF_8);
      Files.writeString(names.resolve("South.txt"), lines(SOUTH), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String frames = folder.resolve("frames").toString();
    NamesPreprocessor.run(
        spark,
        new NamesSettings(names.toString(), LetterEncoder.Settings.tutorial(), split, 7),
        frames,
        OutputMode.REFUSE_EXISTING,
        List.of());
    return frames;
  }

  /** The examples of such frames as a worker of {@link #network} reads them. */
  static StoredExamples stored(SparkSession spark, String frames) {
    return new StoredExamples(
        spark,
        frames,
        manifest(frames),
        network(),
        new TrainingStage.Whole(0),
        ClassBalance.NATURAL);
  }

  /** Makes frames of further names of the south as those of {@link #frames} were made. */
  static String appended(SparkSession spark, Path folder, String frames) {
    Path names = folder.resolve("further");
    try {
      Files.createDirectories(names);
      Files.writeString(names.resolve("South.txt"), lines(List.of("Zanetti", "Rossini")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String appended = folder.resolve("appended").toString();
    new NamesSettings(
            names.toString(),
            LetterEncoder.Settings.tutorial(),
            SplitSettings.stratified(0.5, 0.25, 0.25),
            7)
        .append(spark, new org.apache.hadoop.fs.Path(frames), appended, OutputMode.REFUSE_EXISTING);
    return appended;
  }

  private static String lines(List<String> stems) {
    StringBuilder lines = new StringBuilder();
    for (String stem : stems) {
      for (String first : List.of("", "Al", "Bo", "Ka", "Re", "Ul")) {
        lines.append(first).append(stem).append('\n');
      }
    }
    return lines.toString();
  }

  static NetworkSettings network() {
    return new NetworkSettings(
        """
        spiking-lstm(12, bidirectional = true, members = 2, integrators = 3, integrator-beta = 0.5,
          cell-state = clipped)
        readout(mean, dropout = 0.2)
        """,
        "cross-entropy");
  }

  static TrainingSettings settings(int workers, long examples) {
    return settings(workers, examples, Split.VALIDATION, 0);
  }

  /**
   * Like {@link #settings(int, long)}, with another exchange and number of rounds between
   * checkpoints.
   */
  static TrainingSettings settings(
      int workers, long examples, Exchange exchange, int checkpointEvery) {
    TrainingSettings usual = settings(workers, examples);
    TrainingSettings.Rounds rounds = usual.rounds();
    TrainingSettings.Course course = usual.course();
    return new TrainingSettings(
        new TrainingSettings.Rounds(
            workers,
            rounds.batchSize(),
            rounds.lengths(),
            rounds.outer(),
            exchange,
            rounds.parameterDecay(),
            rounds.recompute()),
        new TrainingSettings.Course(
            course.examples(),
            course.evaluateEvery(),
            course.evaluations(),
            course.evaluationSplit(),
            course.watchedSplit(),
            course.patience(),
            course.keep(),
            checkpointEvery,
            course.shownAnswers()),
        usual.balance(),
        usual.augmentation(),
        usual.updater(),
        usual.seed(),
        usual.blasKernel());
  }

  static TrainingSettings settings(int workers, long examples, Split evaluated, int patience) {
    return settings(workers, examples, evaluated, Watched.NONE, patience);
  }

  static TrainingSettings settings(
      int workers, long examples, Split evaluated, Watched watched, int patience) {
    return settings(workers, 5, examples, 80, evaluated, watched, patience);
  }

  /** Evaluated more than twice an epoch, on validation and test. */
  static TrainingSettings closelyWatched(long examples) {
    return settings(1, 1, examples, 16, Split.VALIDATION, Watched.TEST, 0);
  }

  /** Averaged every four examples, and evaluated so many times. */
  static TrainingSettings evaluated(long examples, int evaluations) {
    return settings(1, 1, examples, 0, Split.VALIDATION, Watched.NONE, 0)
        .lasting(0, 42, evaluations);
  }

  private static TrainingSettings settings(
      int workers,
      int averagingFrequency,
      long examples,
      long evaluateEvery,
      Split evaluated,
      Watched watched,
      int patience) {
    UpdaterSettings adam =
        new UpdaterSettings(
            "adam",
            new UpdaterSettings.LearningRate(0.01, Decay.COSINE, 0.1, 1, 0, 0.1, 1),
            UpdaterSettings.Moments.DEFAULT,
            0,
            1,
            1);
    return new TrainingSettings(
        new TrainingSettings.Rounds(
            workers,
            4,
            RoundLengths.of(averagingFrequency),
            new OuterStep(OuterStep.Optimiser.NESTEROV, 0.9, 0.3),
            Exchange.AVERAGED,
            0.9,
            Recomputation.NONE),
        new TrainingSettings.Course(
            examples, evaluateEvery, 0, evaluated, watched, patience, Keep.BEST, 1, 3),
        ClassBalance.NATURAL,
        Augmentation.ofDrop(0.1),
        adam,
        11,
        BlasAgreement.AUTO);
  }

  /** Trains to the end and returns the model file's bytes. */
  static byte[] train(
      SparkSession spark,
      String frames,
      Path output,
      TrainingSettings settings,
      TrainingJob.Start start) {
    job(spark, frames, output, settings, new TrainingProgress() {}).run(start);
    try {
      return Files.readAllBytes(output.resolve("model.zip"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static TrainingJob job(
      SparkSession spark,
      String frames,
      Path output,
      TrainingSettings settings,
      TrainingProgress progress) {
    return job(spark, frames, output, settings, progress, TaskSlots.NONE);
  }

  static TrainingJob job(
      SparkSession spark,
      String frames,
      Path output,
      TrainingSettings settings,
      TrainingProgress progress,
      TaskSlots slots) {
    return new TrainingJob(
        spark, frames, manifest(frames), files(output), plan(network(), settings), progress, slots);
  }

  /** The manifest of a folder of frames. */
  static Manifest manifest(String frames) {
    return FrameParquet.readManifest(new Configuration(), new org.apache.hadoop.fs.Path(frames));
  }

  static TrainingJob.Plan plan(NetworkSettings network, TrainingSettings settings) {
    return new TrainingJob.Plan(network, settings, "test = true", new TrainingStage.Whole(0));
  }

  static RunFiles files(Path output) {
    return new RunFiles(new Configuration(), layout(output), new Reports());
  }

  static OutputLayout layout(Path output) {
    return OutputLayout.of(output.toString());
  }
}
