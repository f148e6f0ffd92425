package org.spiketrain.job.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.job.attack.AttackJob;
import org.spiketrain.job.attack.AttackSettings;
import org.spiketrain.job.config.ConversionPlan;
import org.spiketrain.job.config.EvaluationPlan;
import org.spiketrain.job.config.ExperimentConfig;
import org.spiketrain.job.config.TrainingPlan;
import org.spiketrain.job.evaluate.EvaluationJob;
import org.spiketrain.job.report.AttackSummary;
import org.spiketrain.job.report.EvaluationSummary;
import org.spiketrain.job.report.OutputLayout;
import org.spiketrain.job.report.RunFiles;
import org.spiketrain.job.report.RunOutputs;
import org.spiketrain.job.train.TrainingJob;
import org.spiketrain.job.train.TrainingStage;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.zoo.FrameClassifier;
import org.spiketrain.model.zoo.NetworkSettings;
import org.spiketrain.model.zoo.TrainedModel;
import org.spiketrain.preprocess.EventsPreprocessor;
import org.spiketrain.preprocess.EventsSettings;
import org.spiketrain.preprocess.NamesPreprocessor;
import org.spiketrain.preprocess.OutputMode;
import org.spiketrain.preprocess.TextPreprocessor;
import org.spiketrain.preprocess.TextSettings;
import org.spiketrain.preprocess.parquet.FrameParquet;
import org.spiketrain.preprocess.parquet.Manifest;
import org.spiketrain.preprocess.transform.Split;

/** The steps of an experiment, each of which finds on disk what the one before has left. */
final class Experiment {
  private static final Logger LOG = LoggerFactory.getLogger(Experiment.class);

  private final SparkSession spark;
  private final ExperimentConfig config;
  private final OutputLayout layout;
  private final RunOutputs outputs;

  private Experiment(SparkSession spark, ExperimentConfig config, OutputLayout layout) {
    this.spark = spark;
    this.config = config;
    this.layout = layout;
    this.outputs = new RunOutputs(spark.sessionState().newHadoopConf(), layout);
  }

  /**
   * The experiment of a configuration.
   *
   * @throws UserErrorException if other people's files stand where its own belong
   */
  static Experiment open(SparkSession spark, ExperimentConfig config) {
    Experiment experiment = new Experiment(spark, config, OutputLayout.of(config.output().path()));
    experiment.outputs.refuseForeignContents();
    experiment.outputs.tidy();
    return experiment;
  }

  ExperimentConfig config() {
    return config;
  }

  OutputLayout layout() {
    return layout;
  }

  RunOutputs outputs() {
    return outputs;
  }

  Configuration hadoop() {
    return spark.sessionState().newHadoopConf();
  }

  /** Makes the frames. */
  Manifest preprocess() {
    OutputMode mode = config.output().mode();
    outputs.refuseExisting(mode, List.of(layout.frames()));
    String frames = layout.frames().toString();
    if (config.data() instanceof TextSettings text) {
      return TextPreprocessor.run(spark, text, frames, mode, layout.madeOfFrames());
    }
    return config.data() instanceof EventsSettings events
        ? EventsPreprocessor.run(spark, events, frames, mode, layout.madeOfFrames())
        : NamesPreprocessor.run(spark, config.names(), frames, mode, layout.madeOfFrames());
  }

  /** Makes the frames unless they are there. */
  Manifest preprocessOnce() {
    return RunOutputs.exists(hadoop(), layout.frames())
        ? FrameParquet.readManifest(hadoop(), layout.frames())
        : preprocess();
  }

  /** Trains from the beginning. */
  TrainingJob.Result train() {
    return train(
        config.output().mode() == OutputMode.OVERWRITE
            ? TrainingJob.Start.OVERWRITE
            : TrainingJob.Start.FRESH);
  }

  /** Trains on from the newest checkpoint. */
  TrainingJob.Result resumeTraining() {
    return train(TrainingJob.Start.RESUME);
  }

  private TrainingJob.Result train(TrainingJob.Start start) {
    Manifest frames = FrameParquet.readManifest(hadoop(), layout.frames());
    FramesMatch.check(hadoop(), frames, config.data(), layout.frames());
    EnoughExamples enough = new EnoughExamples(frames, config);
    enough.check(layout.frames());
    enough.warnings().forEach(LOG::warn);
    clearTheWay(start);
    long examples = frames.total(Split.TRAIN);
    if (config.conversion().isEmpty()) {
      return train(
          start, layout, config.network(), config.training(), examples, new TrainingStage.Whole());
    }
    ConversionPlan plan = config.conversion().get();
    LOG.info("Training the artificial network that is to be converted");
    train(
        start,
        layout.artificial(),
        plan.network(),
        plan.training(),
        examples,
        new TrainingStage.Artificial());
    TrainedModel artificial = ModelFile.read(hadoop(), layout.artificial().model());
    LOG.info("Converting it, and training on the spiking network");
    return train(
        start,
        layout,
        config.network(),
        config.training(),
        examples,
        new TrainingStage.FineTuning(artificial, plan.normalisation()));
  }

  /** Before the first stage: what a later one would find must not be of another training. */
  private void clearTheWay(TrainingJob.Start start) {
    if (start == TrainingJob.Start.OVERWRITE) {
      outputs.remove(layout.madeOfFrames());
    } else if (start == TrainingJob.Start.FRESH && config.conversion().isPresent()) {
      outputs.refuseExisting(OutputMode.REFUSE_EXISTING, layout.madeOfFrames());
    }
  }

  private TrainingJob.Result train(
      TrainingJob.Start start,
      OutputLayout output,
      NetworkSettings network,
      TrainingPlan plan,
      long examples,
      TrainingStage stage) {
    try (TrainingDisplay display = TrainingDisplay.open()) {
      return new TrainingJob(
              spark,
              layout.frames().toString(),
              output,
              network,
              plan.forExamples(examples),
              config.recipe(),
              stage,
              display)
          .run(start);
    }
  }

  /**
   * Evaluates a model and writes evaluation and report into this experiment.
   *
   * @param modelFile any model
   * @param frames any frames
   * @param mode what happens to an earlier evaluation and its report
   * @throws UserErrorException if the model was not made for these frames
   */
  Evaluated evaluate(Path modelFile, Path frames, OutputMode mode) {
    outputs.refuseExisting(mode, List.of(layout.evaluation(), layout.report()));
    EvaluationPlan plan = config.evaluation().with(mode);
    TrainedModel model = ModelFile.read(hadoop(), modelFile);
    Manifest manifest = FrameParquet.readManifest(hadoop(), frames);
    FramesMatch.check(manifest, frames, model.provenance(), modelFile);
    FramesMatch.checkWords(hadoop(), manifest, frames, model, modelFile);
    EvaluationSummary summary =
        new EvaluationJob(spark, frames.toString())
            .run(
                model.classifier(),
                rivals(modelFile),
                plan.split().label(),
                layout,
                plan.settings());
    Report report =
        new Report(config, modelFile, model.provenance(), ModelFile.history(hadoop(), modelFile));
    Path written = new RunFiles(hadoop(), layout).writeReport(report.content(manifest, summary));
    return new Evaluated(model, summary, written);
  }

  /** The networks that a model was made of, if they lie beside it. */
  private Map<String, FrameClassifier> rivals(Path modelFile) {
    Map<String, FrameClassifier> rivals = new LinkedHashMap<>();
    RunNetworks.before(hadoop(), modelFile)
        .forEach((name, file) -> rivals.put(name, ModelFile.read(hadoop(), file).classifier()));
    return rivals;
  }

  /**
   * Attacks a model, and the networks that it was made of where they lie beside it, and writes what
   * came of it into this experiment.
   *
   * @param modelFile any model of sentences
   * @param frames any frames
   * @throws UserErrorException if a model was not made for these frames
   */
  AttackSummary attack(Path modelFile, Path frames, AttackSettings settings) {
    outputs.refuseExisting(settings.mode(), List.of(layout.attack()));
    Manifest manifest = FrameParquet.readManifest(hadoop(), frames);
    Map<String, TrainedModel> networks = new LinkedHashMap<>();
    RunNetworks.all(hadoop(), modelFile)
        .forEach(
            (name, file) -> {
              TrainedModel network = ModelFile.read(hadoop(), file);
              FramesMatch.check(manifest, frames, network.provenance(), file);
              FramesMatch.checkWords(hadoop(), manifest, frames, network, file);
              networks.put(name, network);
            });
    return new AttackJob(spark, frames.toString())
        .run(networks, config.evaluation().split(), layout, settings);
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
