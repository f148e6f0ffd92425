package org.spiketrain.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.config.ExperimentConfig;
import org.spiketrain.data.DataKinds;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.Wording;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.evaluate.RunAnswers;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.energy.Operations;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.metrics.ClassificationMetrics;
import org.spiketrain.model.zoo.CommitteeMember;
import org.spiketrain.model.zoo.TrainedModel;
import org.spiketrain.pipeline.AblationRun.AblationListener;
import org.spiketrain.profile.ModelOperations;
import org.spiketrain.results.Ablation.TrialResult;
import org.spiketrain.results.Comparison;
import org.spiketrain.results.Comparison.Contender;
import org.spiketrain.results.Comparison.Costs;
import org.spiketrain.results.Comparison.Measured;
import org.spiketrain.results.Comparison.Run;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.results.Renderer;
import org.spiketrain.results.RunOutputs;
import org.spiketrain.sweep.SweepSettings;

/**
 * Compares experiments: runs those that have not been run yet, asks the model of each run about its
 * examples, and writes all of it side by side into {@code comparison/}.
 */
public final class CompareRun {
  private static final Logger LOG = LoggerFactory.getLogger(CompareRun.class);

  private final SparkSession spark;
  private final Configuration conf;
  private final ExperimentConfig base;
  private final OutputLayout layout;
  private final AblationListener listener;
  private final Renderer renderer;

  /**
   * A comparison.
   *
   * @param base says where it goes, what operations cost, and by which priors models answer
   * @param listener follows the runs that are made
   */
  public CompareRun(
      SparkSession spark, ExperimentConfig base, AblationListener listener, Renderer renderer) {
    this.spark = spark;
    this.conf = spark.sessionState().newHadoopConf();
    this.base = base;
    this.layout = OutputLayout.of(base.output().path());
    this.listener = listener;
    this.renderer = renderer;
  }

  /**
   * Runs, asks, and writes; a run that fails does not keep the others from being compared.
   *
   * @param settings how many are run at a time, and where
   * @param runs in the order of their experiments, at least two
   * @throws UserErrorException if the folder holds something else
   */
  public Comparison run(SweepSettings settings, List<ComparedRun> runs) {
    new RunOutputs(conf, layout).requireOwnComparison();
    requireSameExperiments(runs);
    AtomicOutput.tidy(conf, layout.comparison(), name -> true);
    Map<PlannedTrial, String> failed = train(settings, runs);
    List<Answered> answered = new ArrayList<>();
    List<Run> results = new ArrayList<>();
    for (ComparedRun run : runs) {
      String error = run.trial().map(failed::get).orElse("");
      results.add(error.isEmpty() ? measured(run, answered) : without(run, error));
    }
    PairTests tests = PairTests.of(answered, alone(runs));
    Comparison comparison =
        new Comparison(
            "%s: %s"
                .formatted(
                    Messages.plain(layout.root().toString()), Wording.counted(runs.size(), "run")),
            contenders(runs),
            results,
            tests.tests(),
            tests.notes());
    write(comparison);
    return comparison;
  }

  private static Set<String> alone(List<ComparedRun> runs) {
    List<String> experiments = runs.stream().map(ComparedRun::experiment).toList();
    return experiments.stream()
        .filter(one -> Collections.frequency(experiments, one) == 1)
        .collect(Collectors.toSet());
  }

  private static List<Contender> contenders(List<ComparedRun> runs) {
    return runs.stream()
        .map(run -> new Contender(run.experiment(), run.from()))
        .distinct()
        .toList();
  }

  /** Runs what has not been run; returns why some failed. */
  private Map<PlannedTrial, String> train(SweepSettings settings, List<ComparedRun> runs) {
    List<PlannedTrial> planned = runs.stream().flatMap(run -> run.trial().stream()).toList();
    Map<PlannedTrial, String> errors = new ConcurrentHashMap<>();
    new AblationRun(spark, layout, listener, renderer)
        .runAll(settings, planned, (trial, result) -> errors.put(trial, result.error()));
    return errors;
  }

  private static String modelOf(ComparedRun run) {
    return Messages.plain(run.model().toString());
  }

  private static Run without(ComparedRun run, String error) {
    long seed = run.trial().map(trial -> trial.config().training().settings().seed()).orElse(0L);
    return new Run(run.experiment(), seed, modelOf(run), Optional.empty(), error);
  }

  private Run measured(ComparedRun run, List<Answered> answered) {
    LOG.info("Asking {}", run.model());
    try {
      Answered one = answered(run);
      answered.add(one);
      return new Run(run.experiment(), one.seed(), modelOf(run), Optional.of(one.figures()), "");
    } catch (UserErrorException e) {
      LOG.warn("{} is not compared: {}", run.model(), e.getMessage());
      return without(run, e.getMessage());
    }
  }

  private Answered answered(ComparedRun run) {
    TrainedModel model = ModelFile.read(conf, run.model());
    Frames frames = Frames.read(conf, run.frames());
    frames.checkReadBy(model, run.model());
    Manifest manifest = frames.manifest();
    if (manifest.total(run.split()) == 0) {
      throw new UserErrorException(
          "The %s split of %s is empty: choose another one with -D evaluation.split=..."
              .formatted(run.split().label(), run.frames()));
    }
    Dataset<Row> rows =
        FrameParquet.read(spark, run.frames().toString(), manifest, run.split().label());
    JavaRDD<Example> examples = FrameParquet.examples(rows).cache();
    try {
      int classes = manifest.classes().size();
      RunAnswers answers =
          RunAnswers.of(
              examples,
              new Opponents(frames, configurationOf(run).evaluation().answering().priors())
                  .classifier(model, run.model()),
              classes);
      Measured figures =
          new Measured(
              networkOf(model),
              manifest.corpus().kind(),
              run.split().label(),
              manifest.corpus().terms().label(),
              ClassificationMetrics.of(answers.counts(), manifest.classes()),
              answers.counts().confusion(),
              costs(run, model, examples, manifest.total(run.split())));
      return new Answered(
          run.experiment(), model.provenance().seed(), asked(rows, manifest), answers, figures);
    } finally {
      examples.unpersist();
    }
  }

  /** That of a run that was planned; what is finished answers as the first configuration says. */
  private ExperimentConfig configurationOf(ComparedRun run) {
    return run.trial().map(PlannedTrial::config).orElse(base);
  }

  private static String networkOf(TrainedModel model) {
    return model.isCommittee()
        ? String.join(
            " + ",
            model.members().stream()
                .map(one -> one.name() + ": " + one.model().provenance().network().stack().strip())
                .toList())
        : model.provenance().network().stack().strip();
  }

  private Costs costs(ComparedRun run, TrainedModel model, JavaRDD<Example> examples, long count) {
    Optional<Operations> operations = ModelOperations.of(model, examples);
    OutputLayout folder = new OutputLayout(run.model().getParent());
    // Another model in the folder of a run was not trained in its time.
    double seconds =
        run.model().equals(folder.model()) ? TrialResult.Result.trainingSeconds(conf, folder) : 0;
    return new Costs(
        parameters(model),
        seconds == 0 ? Optional.empty() : Optional.of(seconds),
        operations,
        operations
            .map(all -> base.energy().microjoules(all) / Math.max(1, count))
            .orElse(Double.NaN));
  }

  private static long parameters(TrainedModel model) {
    return model.isCommittee()
        ? model.members().stream()
            .map(CommitteeMember::model)
            .mapToLong(CompareRun::parameters)
            .sum()
        : model.network().numParams();
  }

  /** What tells the examples that were asked about from any others. */
  private static PairTests.Asked asked(Dataset<Row> rows, Manifest manifest) {
    String shown = DataKinds.get(manifest.corpus().kind()).shownColumn();
    Row all =
        rows.selectExpr("count(*)", "bit_xor(xxhash64(id, label, `%s`))".formatted(shown)).head();
    return new PairTests.Asked(
        manifest.corpus().kind(), manifest.classes(), all.getLong(0), all.getLong(1));
  }

  /** Refuses to replace a comparison of others, which nobody has asked for. */
  private void requireSameExperiments(List<ComparedRun> runs) {
    Path file = new Path(layout.comparison(), Comparison.JSON);
    if (base.output().mode() == OutputMode.OVERWRITE || !RunOutputs.exists(conf, file)) {
      return;
    }
    Set<String> others = new LinkedHashSet<>(comparedIn(file));
    runs.forEach(run -> others.removeAll(List.of(run.from(), modelOf(run))));
    if (!others.isEmpty()) {
      throw new UserErrorException(
          "Output %s has a comparison of others, %s: name another folder with -D output.path=..., or replace it with -D output.overwrite=true"
              .formatted(layout.root(), String.join(", ", others)));
    }
  }

  /** What was named for a comparison, and the models that were asked. */
  private List<String> comparedIn(Path file) {
    try (InputStream in = FileSystems.open(conf, file)) {
      JsonNode comparison = new ObjectMapper().readTree(in);
      return Stream.concat(
              texts(comparison.path(Comparison.EXPERIMENTS), Comparison.FROM),
              texts(comparison.path(Comparison.RUNS), Comparison.MODEL))
          .toList();
    } catch (IOException e) {
      throw new UserErrorException(
          "Cannot read %s: %s. Delete it, or name another folder with -D output.path=..."
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static Stream<String> texts(JsonNode all, String member) {
    return StreamSupport.stream(all.spliterator(), false).map(one -> one.path(member).asText());
  }

  private void write(Comparison comparison) {
    Map<String, byte[]> files = new LinkedHashMap<>(comparison.files());
    files.putAll(renderer.comparison(comparison));
    AtomicOutput.replaceFiles(conf, layout.comparison(), files);
  }

  /** A run that has been asked. */
  record Answered(
      String experiment, long seed, PairTests.Asked asked, RunAnswers answers, Measured figures) {}
}
