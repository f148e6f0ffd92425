package org.spiketrain.job.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.spiketrain.job.report.EvaluationSummary;
import org.spiketrain.job.score.ScoreSummary;
import org.spiketrain.job.train.TrainingJob;
import org.spiketrain.preprocess.parquet.Manifest;
import org.spiketrain.preprocess.transform.Split;

/**
 * Tells the user what a command has done.
 *
 * @param out where to
 */
record Results(PrintWriter out) {
  void preprocessed(Manifest manifest, Path frames) {
    print(
        "frames: %,d names of %d languages (%,d train, %,d validation, %,d test) in %s",
        manifest.total(),
        manifest.classes().size(),
        manifest.total(Split.TRAIN),
        manifest.total(Split.VALIDATION),
        manifest.total(Split.TEST),
        shown(frames));
  }

  void trained(TrainingJob.Result result, Path model) {
    print(
        "trained: %,d examples in %.0f s; model: %s",
        result.examples(), result.seconds(), shown(model));
  }

  void evaluated(EvaluationSummary summary, Path report) {
    print(
        "accuracy: %.4f on the %s split (%,d names); top 3: %.4f; macro F1: %.4f",
        summary.metrics().accuracy(),
        summary.split(),
        summary.metrics().examples(),
        summary.metrics().top3Accuracy(),
        summary.metrics().macroF1());
    if (!summary.baselines().isEmpty()) {
      print(
          "baselines: %s",
          summary.baselines().entrySet().stream()
              .map(e -> String.format(Locale.ROOT, "%s %.4f", e.getKey(), e.getValue()))
              .collect(Collectors.joining(", ")));
    }
    report(report);
  }

  void report(Path report) {
    print("report: %s", shown(report));
  }

  void scored(ScoreSummary summary) {
    print(
        "scored: %,d names in %.1f s (%,.0f names/s) in %s",
        summary.scored(),
        summary.seconds(),
        summary.scored() / summary.seconds(),
        shown(new Path(summary.output())));
    if (summary.rejected() > 0) {
      print(
          "rejected: %,d names, with the reason of each in %s",
          summary.rejected(), shown(new Path(summary.rejects())));
    }
  }

  /** Local paths as a shell takes them. */
  private static String shown(Path path) {
    boolean local = path.toUri().getScheme() == null || path.toUri().getScheme().equals("file");
    return local ? path.toUri().getPath() : path.toString();
  }

  private void print(String format, Object... args) {
    out.println(String.format(Locale.ROOT, format, args));
    out.flush();
  }
}
