package org.spiketrain.cli;

import java.util.List;
import org.spiketrain.config.ExperimentConfig;
import org.spiketrain.data.Wording;
import org.spiketrain.data.io.OutputLease;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.pipeline.AblationRun;
import org.spiketrain.pipeline.PlannedTrial;
import org.spiketrain.pipeline.SparkSessions;
import org.spiketrain.report.Reports;
import org.spiketrain.results.Ablation;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.sweep.Trial;
import org.spiketrain.sweep.Trial.GridAxis;
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
      "Every combination of some values is run, each into a folder of its own below",
      "<output.path>/trials. Trials that are done are not run again, one that was interrupted",
      "goes on."
    })
final class AblateCommand extends ConsoleCommand implements Runnable {
  @Mixin private Overrides.OfFile options;

  @Option(
      names = "--grid",
      required = true,
      paramLabel = "KEY=V1,V2,...",
      converter = AxisConverter.class,
      description = {
        "A key and its values, as in --grid seed=1,2,3; repeatable. Braces vary a part of a value:",
        "--grid 'network.stack=convolution(100) | pooled(each) | leaky(2, beta = {0.9,1})'."
      })
  private List<GridAxis> grid;

  @Override
  public void run() {
    List<Trial> combinations = combinations();
    // What the file says may go together only with values of the grid.
    ExperimentConfig base = options.loadWith(combinations.get(0).values());
    OutputLayout layout = OutputLayout.of(base.output().path());
    // All of them before the first one runs: a slip in the last must not cost a night.
    List<PlannedTrial> trials =
        combinations.stream()
            .map(trial -> PlannedTrial.of(trial, options::loadWith, base, layout))
            .toList();
    try (SparkSessions.Opened spark = SparkSessions.open("ablate");
        OutputLease lease = OutputLease.take(spark.session(), layout.root())) {
      Results results = new Results(out());
      Ablation ablation =
          lease.whileHeld(
              () ->
                  new AblationRun(spark.session(), layout, results, new Reports())
                      .run(grid.stream().map(GridAxis::key).toList(), trials));
      results.report(OutputLayout.reportIn(layout.ablation()));
      refuseFailures(ablation);
    }
  }

  private List<Trial> combinations() {
    try {
      return Trial.all(grid);
    } catch (UserErrorException e) {
      throw usage(e.getMessage());
    }
  }

  private static void refuseFailures(Ablation ablation) {
    long failed = ablation.rows().stream().filter(row -> row.result().isEmpty()).count();
    if (failed > 0) {
      throw new UserErrorException(
          "%d of %s failed, as said above: fix the reason and run the same command again; those that are done are kept"
              .formatted(failed, Wording.counted(ablation.rows().size(), "trial")));
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
