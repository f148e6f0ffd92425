package org.spiketrain.pipeline;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.config.ExperimentConfig;
import org.spiketrain.config.ExperimentConfig.CommitteePlan;
import org.spiketrain.config.ExperimentConfig.ConversionPlan;
import org.spiketrain.config.ExperimentConfig.MemberPlan;
import org.spiketrain.config.ExperimentConfig.TrainingPlan;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.io.OutputLease;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.evaluate.EvaluationJob;
import org.spiketrain.evaluate.EvaluationSettings;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.zoo.NetworkSettings;
import org.spiketrain.model.zoo.TrainedModel;
import org.spiketrain.pipeline.ModelFile.RunNetworks;
import org.spiketrain.plan.ClusterPlan;
import org.spiketrain.plan.ClusterPlan.TrainingSize;
import org.spiketrain.plan.ClusterShape;
import org.spiketrain.plan.RoundModel;
import org.spiketrain.profile.ProfileJob;
import org.spiketrain.results.AttackSummary;
import org.spiketrain.results.EvaluationSummary;
import org.spiketrain.results.HistoryRow.SplitScores;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.results.Profile;
import org.spiketrain.results.Renderer;
import org.spiketrain.results.RunFiles;
import org.spiketrain.results.RunOutputs;
import org.spiketrain.robustness.AttackJob;
import org.spiketrain.robustness.AttackSettings;
import org.spiketrain.train.LearningRateSearch;
import org.spiketrain.train.LearningRateTrials;
import org.spiketrain.train.TrainingJob;
import org.spiketrain.train.TrainingSettings;
import org.spiketrain.train.TrainingStage;

/**
 * An experiment, stage by stage: {@link #preprocess}, {@link #train}, {@link #evaluate}, {@link
 * #profile}, {@link #attack}. Each stage finds on disk what the one before has left, so that any of
 * them can run alone; {@link #run} and {@link #resume} are the first three in a row.
 */
public final class Experiment {
  private static final Logger LOG = LoggerFactory.getLogger(Experiment.class);

  private final SparkSession spark;
  private final ExperimentConfig config;
  private final OutputLayout layout;
  private final RunOutputs outputs;
  private final RunFiles files;
  private final Path frames;
  private final ExperimentListener listener;
  private final Shared shared;
  private Optional<OutputLease> lease = Optional.empty();

  private Experiment(
      SparkSession spark,
      ExperimentConfig config,
      Path frames,
      ExperimentListener listener,
      Renderer renderer,
      Shared shared) {
    this.spark = spark;
    this.config = config;
    this.layout = OutputLayout.of(config.output().path());
    this.files = new RunFiles(spark.sessionState().newHadoopConf(), layout, renderer);
    this.frames = frames;
    this.listener = listener;
    this.shared = shared;
    this.outputs = new RunOutputs(hadoop(), layout);
  }

  /**
   * Opens the experiment of a configuration.
   *
   * @throws UserErrorException if other people's files stand where its own belong
   */
  public static Experiment open(
      SparkSession spark, ExperimentConfig config, ExperimentListener listener, Renderer renderer) {
    Path frames = OutputLayout.of(config.output().path()).frames();
    return open(spark, config, frames, listener, renderer, Shared.nothing());
  }

  /** Opens one whose frames lie elsewhere, since others use them too, and what else they share. */
  static Experiment open(
      SparkSession spark,
      ExperimentConfig config,
      Path frames,
      ExperimentListener listener,
      Renderer renderer,
      Shared shared) {
    Experiment experiment = new Experiment(spark, config, frames, listener, renderer, shared);
    experiment.outputs.requireOwnContents();
    return experiment;
  }

  /**
   * Does several things in a row while nobody else may write into this experiment; each of the
   * stages below sees to that for itself.
   *
   * @throws UserErrorException if another run writes there, or has taken the folder over meanwhile
   */
  public <T> T holding(Supplier<T> work) {
    if (lease.isPresent()) {
      return work.get();
    }
    try (OutputLease taken = OutputLease.take(spark, layout.root())) {
      lease = Optional.of(taken);
      outputs.tidy();
      return taken.whileHeld(work);
    } finally {
      lease = Optional.empty();
    }
  }

  /**
   * Returns whether a cluster has started this driver because an earlier one of the same
   * application was killed, so that what is there is its own. Where outputs may be replaced it
   * cannot be known which of them are: then everything begins anew.
   */
  public boolean isSecondAttempt() {
    return lease.filter(OutputLease::isOfSecondAttempt).isPresent()
        && config.output().mode() == OutputMode.REFUSE_EXISTING;
  }

  private OutputMode mode(OutputMode asked) {
    return isSecondAttempt() ? OutputMode.OVERWRITE : asked;
  }

  public ExperimentConfig config() {
    return config;
  }

  public OutputLayout layout() {
    return layout;
  }

  public Path frames() {
    return frames;
  }

  public RunOutputs outputs() {
    return outputs;
  }

  /** Returns the settings of its file systems. */
  public Configuration hadoop() {
    return files.conf();
  }

  /**
   * Preprocesses, trains and evaluates; what an earlier run left is replaced where the
   * configuration allows it.
   *
   * @throws UserErrorException if a stage cannot do its work
   */
  public Evaluated run() {
    return holding(
        () -> {
          preprocess();
          train();
          return evaluate(layout.model(), frames, OutputMode.OVERWRITE);
        });
  }

  /** Continues {@link #run} where it was interrupted. */
  public Evaluated resume() {
    return holding(
        () -> {
          preprocessUnlessDone();
          resumeTraining();
          return evaluate(layout.model(), frames, OutputMode.OVERWRITE);
        });
  }

  private Manifest preprocessUnlessDone() {
    if (!RunOutputs.exists(hadoop(), frames)) {
      return makeFrames();
    }
    Manifest manifest = FrameParquet.readManifest(hadoop(), frames);
    listener.preprocessed(manifest, frames);
    return manifest;
  }

  /**
   * Makes the frames.
   *
   * @throws UserErrorException if the data cannot be read, or there are frames that may not be
   *     replaced
   */
  public Manifest preprocess() {
    return holding(() -> isSecondAttempt() ? preprocessUnlessDone() : makeFrames());
  }

  private Manifest makeFrames() {
    OutputMode mode = config.output().mode();
    outputs.refuseExisting(mode, List.of(frames));
    Manifest manifest =
        config.data().preprocess(spark, frames.toString(), mode, layout.derivedFromFrames());
    listener.preprocessed(manifest, frames);
    return manifest;
  }

  /**
   * Trains from the beginning, all members of a committee one after another, and then the networks
   * beside.
   *
   * @return what came of it; of a committee how many examples and seconds that took together
   * @throws UserErrorException if the frames do not fit the configuration, or there is a training
   *     that may not be replaced
   */
  public TrainingJob.Result train() {
    boolean overwrite = config.output().mode() == OutputMode.OVERWRITE;
    return holding(
        () ->
            train(
                isSecondAttempt()
                    ? TrainingJob.Start.RESUME
                    : overwrite ? TrainingJob.Start.OVERWRITE : TrainingJob.Start.FRESH));
  }

  /**
   * Trains on from the newest checkpoint; the members of a committee that are complete stay.
   *
   * @return as of {@link #train}
   * @throws UserErrorException if the frames do not fit the configuration or the checkpoint
   */
  public TrainingJob.Result resumeTraining() {
    return holding(() -> train(TrainingJob.Start.RESUME));
  }

  TrainingJob.Result train(TrainingJob.Start start) {
    Frames made = Frames.read(hadoop(), frames);
    made.checkMadeFor(config.data());
    made.checkEnough(config);
    List<Experiment> members =
        experiments(config.committee().map(CommitteePlan::members).orElse(List.of()));
    List<Experiment> beside = experiments(config.beside());
    Stream.concat(members.stream(), beside.stream()).forEach(one -> made.checkEnough(one.config));
    if (members.isEmpty()) {
      made.warnings(config).forEach(LOG::warn);
    }
    prepareOutputs(start);
    TrainingJob.Result result =
        members.isEmpty()
            ? trainAlone(start, made)
            : new CommitteeTraining(spark, config, made, members, listener).run(start);
    for (Experiment one : beside) {
      LOG.info("Training the network {} beside", one.layout.root().getName());
      new MemberTraining(made.manifest(), one).trained(start);
    }
    return result;
  }

  private TrainingJob.Result trainAlone(TrainingJob.Start start, Frames made) {
    TrainingJob job = job(made.manifest(), stage(start, made));
    TrainingJob.Result result = atBestRate(job, start).run(start);
    listener.trained(result, layout.model());
    return result;
  }

  /** Networks that are trained on these frames, each an experiment. */
  private List<Experiment> experiments(List<MemberPlan> plans) {
    return plans.stream()
        .map(one -> open(spark, one.config(), frames, listener, files.renderer(), shared))
        .toList();
  }

  private TrainingStage stage(TrainingJob.Start start, Frames made) {
    if (!config.startFrom().isBlank()) {
      return new TrainingStage.Continued(beginning(made));
    }
    return config
        .conversion()
        .map(conversion -> fineTuning(start, conversion, made.manifest()))
        .orElseGet(this::whole);
  }

  private TrainingStage whole() {
    return new TrainingStage.Whole(config.training().initialRate());
  }

  /** The same training at the learning rate that trials of it ended best with, if there are any. */
  private TrainingJob atBestRate(TrainingJob job, TrainingJob.Start start) {
    TrainingPlan plan = config.training();
    LearningRateTrials trials = plan.trainsNothing() ? LearningRateTrials.NONE : plan.trials();
    Map<Double, SplitScores> ended = new LearningRateSearch(job, trials).run(start);
    if (ended.isEmpty()) {
      return job;
    }
    double best = LearningRateTrials.best(ended);
    listener.learningRateChosen(best, ended);
    return job.at(best);
  }

  /** The model that training goes on from. */
  private TrainedModel beginning(Frames made) {
    Path file =
        ModelFile.named(hadoop(), config.registry(), "training.start-from", config.startFrom());
    TrainedModel model = ModelFile.read(hadoop(), file);
    made.checkContinues(model, file, config.network());
    return model;
  }

  /** Trains and converts the ANN that the spiking network begins as. */
  private TrainingStage fineTuning(
      TrainingJob.Start start, ConversionPlan conversion, Manifest manifest) {
    LOG.info("Training the ANN that is to be converted");
    artificialJob(conversion, manifest).run(start);
    TrainedModel ann = ModelFile.read(hadoop(), layout.artificial().model());
    listener.artificialTrained();
    LOG.info("Converting it, and fine-tuning the spiking network");
    return new TrainingStage.FineTuning(ann, conversion.normalisation());
  }

  /** How cores could be used that the training would leave idle; nothing where it uses all. */
  public Optional<String> idleCores() {
    return IdleCores.of(spark.sparkContext(), config.training().settings().rounds()).hint();
  }

  /**
   * Times some minibatches of this experiment's training, of the ANN where there is one first, on
   * the frames that are there; writes nothing.
   *
   * @throws UserErrorException if there are no frames, or they do not fit the configuration
   */
  public MeasuredTraining measure(int minibatches) {
    if (config.committee().isPresent()) {
      throw new UserErrorException(
          "What is to be timed is the training of one network, and committee.members has several: set it to nothing, and the network by its own keys, as in -D committee.members= -D network.stack=...");
    }
    Frames made = Frames.read(hadoop(), frames);
    made.checkMadeFor(config.data());
    made.checkEnough(config);
    Manifest manifest = made.manifest();
    TrainingJob job =
        config
            .conversion()
            .filter(unused -> config.startFrom().isBlank())
            .map(conversion -> artificialJob(conversion, manifest))
            .orElseGet(() -> job(manifest, whole()));
    TrainingSettings settings = job.plan().training();
    long examples = settings.course().examples();
    LearningRateTrials trials =
        job.plan().stage() instanceof TrainingStage.Artificial
            ? LearningRateTrials.NONE
            : config.training().trials();
    TrainingJob.Measured measured = job.measure(minibatches);
    return new MeasuredTraining(
        new TrainingSize(
            examples,
            settings.rounds().batchSize(),
            manifest.totalTrained(),
            new ClusterPlan.Trials(trials.rates().size(), trials.examples(examples))),
        measured.parts(),
        measured.memory(),
        job.plan().stage().key("training.averaging-frequency"));
  }

  /**
   * A training's extent, and what its rounds are made of.
   *
   * @param memory what a training step takes, in words
   * @param frequencyKey the configuration's key for the minibatches of a round
   */
  public record MeasuredTraining(
      TrainingSize size, TrainingJob.RoundParts parts, String memory, String frequencyKey) {
    /** What it would take on a cluster. */
    public ClusterPlan on(ClusterShape cluster) {
      return ClusterPlan.of(RoundModel.MEASURED, cluster, size, parts);
    }
  }

  /**
   * Brings the history of a training that is not over to its newest checkpoint, if that comes after
   * an evaluation at or after so many examples; returns whether it does.
   *
   * @throws UserErrorException if the checkpoint is of another training
   */
  boolean restoreHistory(long examples) {
    Manifest manifest = FrameParquet.readManifest(hadoop(), frames);
    TrainingJob job = job(manifest, whole());
    return holding(() -> job.restoreHistory(examples));
  }

  private TrainingJob artificialJob(ConversionPlan conversion, Manifest manifest) {
    return job(
        files.artificial(),
        manifest,
        conversion.network(),
        conversion.training().forExamples(manifest.totalTrained()),
        new TrainingStage.Artificial(ConversionPlan.KEYS));
  }

  private TrainingJob job(Manifest manifest, TrainingStage stage) {
    TrainingSettings settings = config.training().forExamples(manifest.totalTrained());
    return job(files, manifest, config.network(), settings, stage);
  }

  private TrainingJob job(
      RunFiles output,
      Manifest manifest,
      NetworkSettings network,
      TrainingSettings training,
      TrainingStage stage) {
    TrainingJob.Plan plan = new TrainingJob.Plan(network, training, config.recipe(), stage);
    return new TrainingJob(
        spark, frames.toString(), manifest, output, plan, listener, shared.slots());
  }

  /** Before the first stage: what a later one would find must not be of another training. */
  private void prepareOutputs(TrainingJob.Start start) {
    if (start == TrainingJob.Start.OVERWRITE) {
      outputs.remove(layout.derivedFromFrames());
    } else if (start == TrainingJob.Start.FRESH) {
      outputs.refuseExisting(
          OutputMode.REFUSE_EXISTING,
          config.conversion().isPresent() || config.committee().isPresent()
              ? layout.derivedFromFrames()
              : List.of(
                  layout.artificial().root(),
                  layout.converted(),
                  layout.learningRates(),
                  layout.members(),
                  layout.beside()));
    } else {
      outputs.refuseExisting(OutputMode.REFUSE_EXISTING, ofAnotherKind());
    }
  }

  /** What is there if it is one network that was trained where a committee is now, or reversely. */
  private List<Path> ofAnotherKind() {
    if (config.committee().isEmpty()) {
      return List.of(layout.members());
    }
    return RunOutputs.exists(hadoop(), layout.members())
        ? List.of(
            layout.training(),
            layout.artificial().root(),
            layout.converted(),
            layout.learningRates())
        : layout.derivedFromFrames();
  }

  /**
   * Evaluates this experiment's model on its frames, and writes {@code evaluation/} and {@code
   * report.html}.
   *
   * @throws UserErrorException if there is no model, or an evaluation that may not be replaced
   */
  public Evaluated evaluate() {
    return evaluate(layout.model(), frames, config.output().mode());
  }

  /**
   * Evaluates a model and writes evaluation and report into this experiment.
   *
   * @param modelFile any model
   * @param evaluated any frames
   * @param mode what happens to an earlier evaluation and its report
   * @throws UserErrorException if the model was not made for these frames
   */
  public Evaluated evaluate(Path modelFile, Path evaluated, OutputMode mode) {
    return evaluate(modelFile, evaluated, List.of(), mode);
  }

  /**
   * The same, beside other models.
   *
   * @param others files or addresses of models that answer the same examples, be it by frames of
   *     their own if the examples are texts
   * @throws UserErrorException if one of them cannot answer these examples
   */
  public Evaluated evaluate(Path modelFile, Path evaluated, List<String> others, OutputMode mode) {
    return holding(() -> evaluation(modelFile, evaluated, others, mode(mode)));
  }

  /**
   * The file of a model that a user names, be it a path or an address in the registry; this
   * experiment's own if none is named.
   *
   * @throws UserErrorException if it is neither, or if the registry has no such version
   */
  public Path modelFile(Optional<String> named) {
    return named
        .map(text -> ModelFile.named(hadoop(), config.registry(), "--model", text))
        .orElseGet(layout::model);
  }

  private Evaluated evaluation(
      Path modelFile, Path evaluated, List<String> others, OutputMode mode) {
    outputs.refuseExisting(mode, List.of(layout.evaluation(), layout.report()));
    EvaluationSettings settings = config.evaluation().with(mode);
    TrainedModel model = ModelFile.read(hadoop(), modelFile);
    Frames made = Frames.read(hadoop(), evaluated);
    made.checkReadBy(model, modelFile);
    Opponents opponents = new Opponents(made, settings.answering().priors());
    RunReport report = new RunReport(hadoop(), config, modelFile, model);
    EvaluationSummary summary =
        new EvaluationJob(spark, evaluated.toString(), made.manifest(), shared.baselines())
            .run(
                opponents.classifier(model, modelFile),
                opponents.of(
                    model,
                    RunNetworks.around(hadoop(), modelFile, config.beside()),
                    others,
                    config.registry()),
                report.parameters(made.manifest()),
                files,
                settings);
    files.writeReport(report.content(made.manifest(), summary));
    listener.evaluated(summary);
    return new Evaluated(model, summary, layout.report());
  }

  /**
   * Profiles a model and those that it was made of, into this experiment.
   *
   * @param modelFile any model of one network
   * @param profiled any frames
   * @param timeSteps time steps to run the spiking networks of whole sentences for; 0 for their own
   * @throws UserErrorException if a model was not made for these frames or cannot be profiled
   */
  public Profile profile(Path modelFile, Path profiled, int timeSteps) {
    return holding(() -> profiles(modelFile, profiled, timeSteps, mode(config.output().mode())));
  }

  private Profile profiles(Path modelFile, Path profiled, int timeSteps, OutputMode mode) {
    outputs.refuseExisting(mode, List.of(layout.profile()));
    TrainedModel model = ModelFile.read(hadoop(), modelFile);
    model.requireOneNetwork("Model " + modelFile);
    Frames made = Frames.read(hadoop(), profiled);
    made.checkReadBy(model, modelFile);
    Map<String, TrainedModel> models = made.models(RunNetworks.before(hadoop(), modelFile));
    models.put(RunNetworks.nameBehind(models.keySet()), model);
    ProfileJob.Settings settings =
        new ProfileJob.Settings(
            config.evaluation().split().label(),
            timeSteps,
            config.energy(),
            RunReport.origin(hadoop(), modelFile, model.provenance()),
            mode);
    return new ProfileJob(spark, profiled.toString(), made.manifest(), settings).run(models, files);
  }

  /**
   * Attacks a model, and the networks that it was made of where they lie in its folder, and writes
   * what came of it into this experiment.
   *
   * @param modelFile any model of sentences
   * @param attacked any frames
   * @throws UserErrorException if a model was not made for these frames
   */
  public AttackSummary attack(Path modelFile, Path attacked, AttackSettings settings) {
    return holding(() -> attacks(modelFile, attacked, settings));
  }

  private AttackSummary attacks(Path modelFile, Path attacked, AttackSettings settings) {
    outputs.refuseExisting(settings.mode(), List.of(layout.attack()));
    Map<String, Path> modelFiles = RunNetworks.all(hadoop(), modelFile);
    Frames made = Frames.read(hadoop(), attacked);
    Map<String, TrainedModel> networks = made.models(modelFiles);
    networks.forEach((name, model) -> model.requireOneNetwork("Model " + modelFiles.get(name)));
    return new AttackJob(spark, attacked.toString(), made.manifest())
        .run(networks, config.evaluation().split(), files, settings);
  }

  /** Outcome of an evaluation: the model, its figures, and the path of the report. */
  public record Evaluated(TrainedModel model, EvaluationSummary summary, Path report) {}
}
