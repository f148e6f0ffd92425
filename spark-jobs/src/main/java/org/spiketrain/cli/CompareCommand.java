package org.spiketrain.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.spiketrain.config.ExperimentConfig;
import org.spiketrain.config.ExperimentConfig.OutputSettings;
import org.spiketrain.config.HadoopSettings;
import org.spiketrain.data.Wording;
import org.spiketrain.data.io.OutputLease;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.io.PathSetting;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.pipeline.CompareRun;
import org.spiketrain.pipeline.ComparedRun;
import org.spiketrain.pipeline.ModelFile;
import org.spiketrain.pipeline.PlannedTrial;
import org.spiketrain.pipeline.SparkSessions;
import org.spiketrain.registry.ModelAddress;
import org.spiketrain.report.Reports;
import org.spiketrain.results.Comparison;
import org.spiketrain.results.Comparison.Run;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.results.RunOutputs;
import org.spiketrain.sweep.GridAxis.Level;
import org.spiketrain.sweep.Trial;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spiketrain compare}. */
@Command(
    name = "compare",
    description = {
      "Compare experiments side by side: <output.path>/comparison.",
      "Configurations are run, each with every seed, into folders below <output.path>/trials; runs that are done are not run again, one that was interrupted goes on. Folders of finished runs and models are compared as they are. The report has their accuracies, sizes, times, operations and energy, their confusions, and whether they differ by more than chance."
    })
final class CompareCommand extends ConsoleCommand implements Runnable {
  private static final String OUTPUT = "output.path";
  private static final String SEED = "seed";
  private static final String OVERWRITE = "output.overwrite";

  @Parameters(
      paramLabel = "EXPERIMENT",
      arity = "1..*",
      description =
          "A configuration, as run takes it; the output folder of a run; or a model: a file *.zip or models:/NAME@ALIAS. Two at least.")
  private List<String> experiments = List.of();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      split = ",",
      description =
          "Run each configuration with these seeds, with commas between. Default: its own.")
  private List<Long> seeds = List.of();

  @Option(
      names = "--frames",
      paramLabel = "FOLDER",
      description = "Ask finished runs about these frames. Default: those in the folder of each.")
  private Optional<String> frames;

  @Mixin private Overrides overrides;

  @Override
  public void run() {
    List<String> configurations =
        experiments.stream().filter(CompareCommand::isConfiguration).toList();
    refuseUsage(configurations);
    List<String> names = new ExperimentNames(experiments).names();
    // What is the same for all.
    String first = configurations.isEmpty() ? "conf/reference.conf" : configurations.get(0);
    ExperimentConfig base = overrides.over(first, Map.of());
    OutputLayout layout = OutputLayout.of(base.output().path());
    // All of them before the first one runs: a slip in the last must not cost a night.
    List<ComparedRun> runs = new ArrayList<>();
    for (int k = 0; k < names.size(); k++) {
      String text = experiments.get(k);
      if (configurations.contains(text)) {
        runs.addAll(planned(names.get(k), text, base));
      } else {
        runs.add(finished(names.get(k), text, base));
      }
    }
    try (SparkSessions.Opened spark = SparkSessions.open("compare");
        OutputLease lease = OutputLease.take(spark.session(), layout.root())) {
      Results results = new Results(out());
      Comparison comparison =
          lease.whileHeld(
              () ->
                  new CompareRun(spark.session(), base, results, new Reports())
                      .run(overrides.sweep(first), runs));
      results.compared(comparison);
      results.report(OutputLayout.reportIn(layout.comparison()));
      refuseFailures(comparison);
    }
  }

  private void refuseUsage(List<String> configurations) {
    if (experiments.size() < 2) {
      throw usage("Nothing to compare %s with: name another one".formatted(experiments.get(0)));
    }
    if (!overrides.contain(OUTPUT)) {
      throw usage("Say where the comparison goes, as in -D output.path=runs/comparison");
    }
    if (new HashSet<>(seeds).size() < seeds.size()) {
      throw usage("--seeds %s has one of them twice: name different ones".formatted(seeds));
    }
    if (!seeds.isEmpty() && configurations.isEmpty()) {
      throw usage("--seeds are for configurations, and there is none: leave it out");
    }
    if (!seeds.isEmpty() && overrides.contain(SEED)) {
      throw usage("Both --seeds and -D seed say which seeds: leave one of them out");
    }
    if (frames.isPresent() && configurations.size() == experiments.size()) {
      throw usage("--frames are for finished runs, and there is none: leave it out");
    }
  }

  private static Configuration hadoop() {
    return HadoopSettings.submitted();
  }

  private static boolean isConfiguration(String text) {
    return !ModelAddress.isOne(text) && !text.endsWith(".zip") && !isFolder(text);
  }

  private static boolean isFolder(String text) {
    return RunOutputs.isFolder(hadoop(), PathSetting.parse("EXPERIMENT", text));
  }

  /** The runs of a configuration, one a seed. */
  private List<ComparedRun> planned(String name, String file, ExperimentConfig base) {
    ExperimentConfig own = overrides.over(file, Map.of());
    List<Long> all = seeds.isEmpty() ? List.of(own.training().settings().seed()) : seeds;
    return all.stream()
        .map(seed -> planned(name, file, Long.toString(seed), own, base.output()))
        .toList();
  }

  private ComparedRun planned(
      String name, String file, String seed, ExperimentConfig own, OutputSettings output) {
    Map<String, Level> chosen = new LinkedHashMap<>();
    chosen.put("experiment", new Level(name, file));
    chosen.put(SEED, new Level(seed, seed));
    // One that replaces what others read would take it away under them.
    String overwrite = Boolean.toString(output.mode() == OutputMode.OVERWRITE);
    return ComparedRun.planned(
        name,
        file,
        PlannedTrial.beside(
            new Trial(chosen),
            Map.of(SEED, seed, OVERWRITE, overwrite),
            values -> overrides.over(file, values),
            own,
            OutputLayout.of(output.path())));
  }

  private ComparedRun finished(String name, String text, ExperimentConfig base) {
    Path model =
        isFolder(text)
            ? OutputLayout.of(text).model()
            : ModelFile.named(hadoop(), base.registry(), "EXPERIMENT", text);
    if (!RunOutputs.exists(hadoop(), model)) {
      throw new UserErrorException(
          "There is no model %s: name a configuration, the folder of a run that is over, or a model"
              .formatted(model));
    }
    Path asked =
        frames
            .map(folder -> PathSetting.parse("--frames", folder))
            .orElseGet(() -> new OutputLayout(model.getParent()).frames());
    if (!RunOutputs.exists(hadoop(), asked)) {
      throw new UserErrorException(
          "There are no frames %s to ask %s about: name some with --frames".formatted(asked, text));
    }
    return ComparedRun.finished(name, text, model, asked, base);
  }

  private static void refuseFailures(Comparison comparison) {
    Set<String> failed = new HashSet<>();
    comparison.runs().stream()
        .filter(run -> !run.error().isEmpty())
        .map(Run::experiment)
        .forEach(failed::add);
    if (!failed.isEmpty()) {
      throw new UserErrorException(
          "%s of %s failed, as said above and in the report: fix the reason and give the same command again; those that are done are kept"
              .formatted(
                  String.join(", ", failed),
                  Wording.counted(comparison.contenders().size(), "experiment")));
    }
  }
}
