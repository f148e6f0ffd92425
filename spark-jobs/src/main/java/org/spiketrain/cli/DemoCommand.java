package org.spiketrain.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.spiketrain.config.ExperimentConfig;
import org.spiketrain.data.audio.SyntheticSpeech;
import org.spiketrain.pipeline.AudioEncoding;
import org.spiketrain.pipeline.Experiment;
import org.spiketrain.pipeline.ModelFile;
import org.spiketrain.pipeline.SparkSessions;
import org.spiketrain.report.Reports;
import org.spiketrain.results.EvaluationSummary;
import org.spiketrain.score.ScorePrinter;
import org.spiketrain.score.ScoringModel;
import org.spiketrain.score.ScoringModel.ScoredText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code spiketrain demo}. */
@Command(
    name = "demo",
    description = {
      "Train, evaluate and use a small network on data that come with Spiketrain.",
      "It replaces an earlier demo: on surnames (conf/names-demo.conf, into runs/demo), on made-up spoken words (conf/ssc-demo.conf, into runs/ssc-demo), or on opinions in English and Chinese (conf/text-demo.conf, into runs/text-demo)."
    })
final class DemoCommand extends ConsoleCommand implements Runnable {
  /** The names that the tutorial ends with. */
  private static final List<String> NAMES = List.of("Dovesky", "Jackson", "Satoshi");

  private static final int SHOWN_EXAMPLES = 3;

  @Option(
      names = "--recipe",
      defaultValue = "names",
      paramLabel = "RECIPE",
      description = "names, ssc or text (default: ${DEFAULT-VALUE}).")
  private Recipe recipe;

  @Mixin private Overrides overrides;

  /** The recipes that need no data of the user. */
  enum Recipe {
    NAMES,
    SSC,
    TEXT;

    String configuration() {
      return "conf/%s-demo.conf".formatted(name().toLowerCase(Locale.ROOT));
    }
  }

  @Override
  public void run() {
    ExperimentConfig config =
        overrides.over(recipe.configuration(), Map.of("output.overwrite", "true"));
    Results results = new Results(out());
    try (SparkSessions.Opened spark = SparkSessions.open("demo")) {
      Experiment experiment = Experiment.open(spark.session(), config, results, new Reports());
      Experiment.Evaluated evaluated = experiment.holding(() -> run(experiment, results));
      if (recipe == Recipe.NAMES) {
        showNames(experiment, evaluated, out());
      } else {
        showExamples(evaluated.summary(), out());
      }
      out().println();
      results.report(evaluated.report());
    }
  }

  private Experiment.Evaluated run(Experiment experiment, Results results) {
    experiment.outputs().requireOnlyOwnFiles();
    if (recipe == Recipe.SSC) {
      speak(new SyntheticSpeech(1, 30, 6, 10), experiment, results);
    }
    return experiment.run();
  }

  static void speak(SyntheticSpeech speech, Experiment experiment, Results results) {
    if (AudioEncoding.synthesise(speech, experiment)) {
      int each = speech.train() + speech.validation() + speech.test();
      List<String> words = SyntheticSpeech.WORDS;
      results.spoken(each * words.size(), words, experiment.layout().events());
    }
  }

  private static void showNames(
      Experiment experiment, Experiment.Evaluated evaluated, PrintWriter out) {
    ScoringModel model = ModelFile.ofLines(evaluated.model(), experiment.layout().model());
    int top = experiment.config().scoring().top();
    ScorePrinter.tutorial().print(model.answers(NAMES, top).scored(), out);
  }

  static void showExamples(EvaluationSummary evaluated, PrintWriter out) {
    List<ScoredText> shown =
        evaluated.predictions().stream()
            .limit(SHOWN_EXAMPLES)
            .map(one -> new ScoredText("%s, %s".formatted(one.name(), one.truth()), one.top()))
            .toList();
    ScorePrinter.tutorial().print(shown, out);
  }
}
