package org.spiketrain.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.spiketrain.config.ConfigErrorException;
import org.spiketrain.config.ExperimentConfig;
import org.spiketrain.data.Wording;
import org.spiketrain.data.io.OutputLease;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.pipeline.AblationRun;
import org.spiketrain.pipeline.PlannedTrial;
import org.spiketrain.pipeline.SparkSessions;
import org.spiketrain.report.Reports;
import org.spiketrain.results.Ablation;
import org.spiketrain.results.Ablation.TrialResult;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.sweep.GridAxis;
import org.spiketrain.sweep.Sweep;
import org.spiketrain.sweep.Trial;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code spiketrain ablate}. */
@Command(
    name = "ablate",
    description = {
      "Run an experiment with many trials, and compare: <output.path>/ablation.",
      "Every combination of some values is run, or random samples of them, several at a time, each into a folder of its own below <output.path>/trials. Trials that are done are not run again, one that was interrupted goes on. Keys of ablation in conf/reference.conf say more."
    })
final class AblateCommand extends ConsoleCommand implements Runnable {
  @Mixin private Overrides.OfFile options;

  @Option(
      names = "--grid",
      paramLabel = "KEY=V1,V2,...",
      converter = AxisConverter.class,
      description =
          "A key and its values, as in --grid seed=1,2,3; repeatable. Braces vary a part of a value: --grid 'network.stack=convolution(100) | pooled(each) | leaky(2, beta = {0.9,1})'. Numbers are drawn from uniform(A,B), log-uniform(A,B) or whole(A,B) with ablation.samples. Default: ablation.grid of the configuration, whose values for the same keys it replaces.")
  private List<GridAxis> grid = List.of();

  @Option(
      names = "--resume",
      description =
          "Go on with trials that are there, even with output.overwrite=true: without that, ablate always does.")
  private boolean resume;

  @Override
  public void run() {
    Sweep sweep = new Sweep(options.sweep().with(grid));
    List<Trial> combinations = combinations(sweep);
    // What the file says may go together only with values of the grid.
    ExperimentConfig base = load(combinations.get(0).values());
    OutputLayout layout = OutputLayout.of(base.output().path());
    // All of them before the first one runs: a slip in the last must not cost a night.
    List<PlannedTrial> trials =
        combinations.stream()
            .map(trial -> PlannedTrial.of(trial, this::load, base, layout))
            .toList();
    refuseCutsBetweenTrainings(sweep, trials);
    try (SparkSessions.Opened spark = SparkSessions.open("ablate");
        OutputLease lease = OutputLease.take(spark.session(), layout.root())) {
      Results results = new Results(out());
      Ablation ablation =
          lease.whileHeld(
              () ->
                  new AblationRun(spark.session(), layout, results, new Reports())
                      .run(sweep, trials));
      results.ablated(ablation);
      results.report(OutputLayout.reportIn(layout.ablation()));
      refuseFailures(ablation);
    }
  }

  private ExperimentConfig load(Map<String, String> values) {
    Map<String, String> all = new LinkedHashMap<>(values);
    if (resume) {
      all.put("output.overwrite", "false");
    }
    return options.loadWith(all);
  }

  private List<Trial> combinations(Sweep sweep) {
    try {
      return sweep.trials();
    } catch (UserErrorException e) {
      throw usage(e.getMessage());
    }
  }

  /** What an accuracy between two trainings would say of a setting is another question. */
  private static void refuseCutsBetweenTrainings(Sweep sweep, List<PlannedTrial> trials) {
    boolean cuts = !sweep.settings().halving().cuts().isEmpty();
    if (cuts && trials.stream().anyMatch(trial -> trial.config().committee().isPresent())) {
      throw new ConfigErrorException(
          "ablation.halving stops trials within their training, but a committee has one for each member: set ablation.halving=0, or try members alone, without committee.members");
    }
    if (cuts && trials.stream().anyMatch(trial -> trial.config().conversion().isPresent())) {
      throw new ConfigErrorException(
          "ablation.halving stops trials within their training, but one that converts an ANN has two: set ablation.halving=0, or an empty conversion.stack");
    }
    if (cuts && trials.stream().anyMatch(trial -> !trial.config().training().trials().isEmpty())) {
      throw new ConfigErrorException(
          "ablation.halving stops trials within their training, but those with training.trials.learning-rates have several: set ablation.halving=0, or make training.updater.learning-rate an axis of the ablation");
    }
  }

  private static void refuseFailures(Ablation ablation) {
    List<String> failed =
        ablation.rows().stream()
            .filter(row -> !row.error().isEmpty())
            .map(TrialResult::name)
            .toList();
    if (!failed.isEmpty()) {
      throw new UserErrorException(
          "%d of %s failed (%s), as said above: fix the reason and run the same command again; those that are done are kept"
              .formatted(
                  failed.size(),
                  Wording.counted(ablation.rows().size(), "trial"),
                  failed.stream().limit(10).collect(Collectors.joining(", "))
                      + (failed.size() > 10 ? ", ..." : "")));
    }
  }

  static final class AxisConverter implements ITypeConverter<GridAxis> {
    @Override
    public GridAxis convert(String text) {
      try {
        return GridAxis.parse(text);
      } catch (UserErrorException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
