package org.spiketrain.job.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.job.config.EvaluationPlan;
import org.spiketrain.job.config.ExperimentConfig;
import org.spiketrain.job.evaluate.EvaluationJob;
import org.spiketrain.job.report.EvaluationSummary;
import org.spiketrain.job.report.RunFiles;
import org.spiketrain.job.report.TrainingHistory;
import org.spiketrain.job.train.TrainingJob;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.zoo.TrainedModel;
import org.spiketrain.preprocess.NamesPreprocessor;
import org.spiketrain.preprocess.OutputMode;
import org.spiketrain.preprocess.parquet.FrameParquet;
import org.spiketrain.preprocess.parquet.Manifest;
import org.spiketrain.preprocess.transform.Split;

/** The steps of an experiment, each of which finds on disk what the one before has left. */
final class Experiment {
  private final SparkSession spark;
  private final ExperimentConfig config;
  private final OutputLayout layout;

  Experiment(SparkSession spark, ExperimentConfig config) {
    this.spark = spark;
    this.config = config;
    this.layout = OutputLayout.of(config.output().path());
  }

  OutputLayout layout() {
    return layout;
  }

  Configuration hadoop() {
    return spark.sessionState().newHadoopConf();
  }

  /** Makes the frames. */
  Manifest preprocess() {
    OutputMode mode = config.output().mode();
    OutputLayout.refuseExisting(hadoop(), layout.frames(), mode);
    return NamesPreprocessor.run(spark, config.data(), layout.frames().toString(), mode);
  }

  /** Makes the frames unless they are there. */
  Manifest preprocessOnce() {
    return OutputLayout.exists(hadoop(), layout.frames())
        ? FrameParquet.readManifest(hadoop(), layout.frames())
        : preprocess();
  }

  /** Trains on the frames. */
  TrainingJob.Result train(TrainingJob.Start start) {
    Manifest frames = FrameParquet.readManifest(hadoop(), layout.frames());
    FramesMatch.check(frames, config.data(), layout.frames());
    if (start == TrainingJob.Start.FRESH) {
      makeRoomForTraining();
    }
    try (TrainingDisplay display = TrainingDisplay.open()) {
      return new TrainingJob(
              spark,
              layout.frames().toString(),
              layout.root().toString(),
              config.network(),
              config.training().forExamples(frames.total(Split.TRAIN)),
              config.rendered(),
              display)
          .run(start);
    }
  }

  private void makeRoomForTraining() {
    OutputMode mode = config.output().mode();
    if (mode == OutputMode.REFUSE_EXISTING && OutputLayout.exists(hadoop(), layout.training())) {
      throw new UserErrorException(
          "There is a training in %s already: go on with it with --resume, name another folder with -D output.path=..., or replace it with -D output.overwrite=true"
              .formatted(layout.training()));
    }
    OutputLayout.refuseExisting(hadoop(), layout.model(), mode);
    try {
      // A later --resume must not find the checkpoints of the training that is replaced.
      layout.training().getFileSystem(hadoop()).delete(layout.training(), true);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete " + layout.training(), e);
    }
  }

  /**
   * Evaluates a model and writes evaluation and report into this experiment.
   *
   * @param modelFile any model
   * @param frames any frames
   * @param mode what happens to an earlier evaluation
   * @throws UserErrorException if the model was not made for these frames
   */
  Evaluated evaluate(Path modelFile, Path frames, OutputMode mode) {
    OutputLayout.refuseExisting(hadoop(), layout.evaluation(), mode);
    EvaluationPlan plan = config.evaluation().with(mode);
    TrainedModel model = ModelFile.read(hadoop(), modelFile);
    Manifest manifest = FrameParquet.readManifest(hadoop(), frames);
    FramesMatch.check(manifest, frames, model.provenance(), modelFile);
    EvaluationSummary summary =
        new EvaluationJob(spark, frames.toString())
            .run(model.classifier(), plan.split(), layout.root().toString(), plan.settings());
    RunFiles files = new RunFiles(hadoop(), layout.root());
    TrainingHistory history = files.readHistory();
    if (!history.rows().isEmpty()) {
      files.writeCurve(history, config.training().settings().evaluationSplit());
    }
    Path report =
        files.writeReport(Report.of(config, model.provenance(), manifest, history, summary));
    return new Evaluated(model, summary, report);
  }

  /**
   * What an evaluation gives.
   *
   * @param model the model that was evaluated
   * @param summary its figures
   * @param report path of the report
   */
  record Evaluated(TrainedModel model, EvaluationSummary summary, Path report) {}
}
