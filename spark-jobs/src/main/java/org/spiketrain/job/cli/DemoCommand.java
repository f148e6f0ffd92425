package org.spiketrain.job.cli;

import java.io.PrintWriter;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.job.config.ExperimentConfig;
import org.spiketrain.job.score.SingleScorer;
import org.spiketrain.job.score.TutorialScores;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code spiketrain demo}. */
@Command(
    name = "demo",
    description = {
      "Train, evaluate and use a small network on the names that come with Spiketrain.",
      "Runs conf/names-demo.conf into runs/demo, replacing an earlier demo."
    })
final class DemoCommand implements Runnable {
  private static final String CONFIG = "conf/names-demo.conf";

  /** The names that the tutorial ends with. */
  private static final List<String> NAMES = List.of("Dovesky", "Jackson", "Satoshi");

  @Mixin private Overrides overrides;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    ExperimentConfig config = overrides.replacingOutput().over(CONFIG);
    Results results = new Results(spec.commandLine().getOut());
    try (SparkSession spark = SparkSessions.open("demo")) {
      Experiment experiment = Experiment.open(spark, config);
      experiment.outputs().refuseStrangers();
      Experiment.Evaluated evaluated = new WholeRun(experiment, results).fresh();
      SingleScorer scorer =
          new SingleScorer(ModelFile.scoring(evaluated.model(), experiment.layout().model()));
      PrintWriter out = spec.commandLine().getOut();
      new TutorialScores().print(scorer.score(NAMES, config.scoring().top()).scored(), out);
      out.println();
      results.report(evaluated.report());
    }
  }
}
