package org.spiketrain.cli;

import java.io.PrintWriter;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.config.ExperimentConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spiketrain demo}. */
@Command(
    name = "demo",
    description = {
      "Train, evaluate and use a small network on data that come with Spiketrain.",
      "It replaces an earlier demo: on surnames (conf/names-demo.conf, into runs/demo), on made-up spoken words",
      "(conf/ssc-demo.conf, into runs/ssc-demo), or on opinions in English and Chinese",
      "(conf/text-demo.conf, into runs/text-demo)."
    })
final class DemoCommand implements Runnable {
  @Option(
      names = "--recipe",
      defaultValue = "names",
      converter = Recipe.Converter.class,
      paramLabel = "RECIPE",
      description = "names, ssc or text (default: ${DEFAULT-VALUE}).")
  private Recipe recipe;

  @Mixin private Overrides overrides;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    Demo demo = recipe.demo();
    ExperimentConfig config = overrides.replacingOutput().over(demo.configuration());
    PrintWriter out = spec.commandLine().getOut();
    Results results = new Results(out);
    try (SparkSession spark = SparkSessions.open("demo")) {
      Experiment experiment = Experiment.open(spark, config);
      experiment.outputs().requireOnlyOwnFiles();
      demo.prepare(experiment, results);
      Experiment.Evaluated evaluated = new WholeRun(experiment, results).fresh();
      demo.show(experiment, evaluated, out);
      out.println();
      results.report(evaluated.report());
    }
  }
}
