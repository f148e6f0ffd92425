package org.spiketrain.cli;

import java.util.List;
import java.util.Locale;
import org.spiketrain.data.Split;
import org.spiketrain.pipeline.BaselineRun;
import org.spiketrain.pipeline.SparkSessions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spiketrain baselines}. */
@Command(
    name = "baselines",
    description = {
      "Fit the simplest classifiers to frames, and say how good they are; no network is needed.",
      "Evaluations show the same ones beside a network (evaluation.baselines). Writes nothing."
    })
final class BaselinesCommand extends ConsoleCommand implements Runnable {
  @Parameters(
      paramLabel = "FRAMES",
      description = "Frames that preprocess has made, such as <output.path>/frames.")
  private String folder;

  @Option(
      names = "--baselines",
      paramLabel = "KEY,...",
      split = ",",
      description = "Which ones, as evaluation.baselines names them. Default: auto.")
  private List<String> chosen = BaselineRun.AUTO;

  @Option(
      names = "--split",
      defaultValue = "test",
      paramLabel = "SPLIT",
      description = "train, validation or test (default: ${DEFAULT-VALUE}).")
  private Split split;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "NUMBER",
      description =
          "Decides which examples of large sets are fitted to (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Override
  public void run() {
    requireHere("");
    try (SparkSessions.Opened spark = SparkSessions.open("baselines")) {
      TextTable table =
          new TextTable("accuracy", "macro-F1", "balanced", "seconds", "key", "baseline");
      new BaselineRun(spark.session(), folder, split, seed)
          .measure(chosen)
          .forEach(
              one ->
                  table.add(
                      share(one.accuracy()),
                      share(one.macroF1()),
                      share(one.balancedAccuracy()),
                      String.format(Locale.ROOT, "%.1f", one.seconds()),
                      one.key(),
                      one.title()));
      table.print(out());
    }
  }

  private static String share(double share) {
    return String.format(Locale.ROOT, "%.4f", share);
  }
}
