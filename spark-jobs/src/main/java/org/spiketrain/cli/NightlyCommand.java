package org.spiketrain.cli;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.spiketrain.config.ExperimentConfig;
import org.spiketrain.nightly.NightlySettings.ExitCodes;
import org.spiketrain.pipeline.NightlyRun;
import org.spiketrain.pipeline.SparkSessions;
import org.spiketrain.report.Reports;
import org.spiketrain.results.NightRecord;
import org.spiketrain.results.NightStatus;
import org.spiketrain.results.OutputLayout;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code spiketrain nightly}: what a scheduler starts every night. */
@Command(
    name = "nightly",
    description = {
      "Keep a model up to date: new data, a candidate, its promotion if it is better.",
      "Started again, it goes on where it stopped, or finds nothing to do."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:promoted, or nothing to do",
      "1:failed; the next start goes on where this one stopped",
      "2:wrong usage",
      "3:the new data were refused (nightly.exit-codes.refused)",
      "99:ran well, and the champion stays (nightly.exit-codes.not-promoted)"
    })
final class NightlyCommand extends ConsoleCommand implements Callable<Integer> {
  @Mixin private Overrides.OfFile options;

  @Option(
      names = "--as-of",
      paramLabel = "DATE",
      converter = DateConverter.class,
      description = "Take data up to that day, as in 2026-11-30. Default: all there are.")
  private Optional<LocalDate> asOf;

  @Option(
      names = "--rebuild",
      description = "Read all data anew, and make encoder, vocabulary and classes of them.")
  private boolean rebuild;

  @Option(names = "--dry-run", description = "Say what would be done, and write nothing.")
  private boolean dryRun;

  @Override
  public Integer call() {
    ExperimentConfig config = options.loadWith(Map.of());
    try (SparkSessions.Opened spark = SparkSessions.open("nightly")) {
      NightResults results = new NightResults(out());
      NightlyRun nightly = new NightlyRun(spark.session(), config, results, new Reports());
      NightlyRun.Request request = new NightlyRun.Request(asOf, rebuild);
      if (dryRun) {
        results.wouldBe(nightly.unfinished(), nightly.plan(request));
        return ExitCode.OK;
      }
      NightRecord record =
          stoppable(
              () -> "The same command goes on where the night stopped", () -> nightly.run(request));
      results.report(OutputLayout.of(config.output().path()).report());
      return code(record.status(), config.nightly().exitCodes());
    }
  }

  private static int code(NightStatus status, ExitCodes codes) {
    return switch (status) {
      case PROMOTED, NOTHING_NEW -> ExitCode.OK;
      case NOT_PROMOTED -> codes.notPromoted();
      case REFUSED -> codes.refused();
      case FAILED, RUNNING -> ExitCode.SOFTWARE;
    };
  }

  static final class DateConverter implements ITypeConverter<LocalDate> {
    @Override
    public LocalDate convert(String text) {
      try {
        return LocalDate.parse(text);
      } catch (DateTimeParseException e) {
        throw new TypeConversionException(
            "expected a date, as in 2026-11-30, not \"%s\"".formatted(text));
      }
    }
  }
}
