package org.spiketrain.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.fs.Path;
import org.spiketrain.cli.Choice.CountConverter;
import org.spiketrain.config.Catalogue;
import org.spiketrain.config.HadoopSettings;
import org.spiketrain.data.Wording;
import org.spiketrain.data.io.PathSetting;
import org.spiketrain.fetch.DataSet;
import org.spiketrain.fetch.FetchJob;
import org.spiketrain.fetch.FetchJob.FetchSettings;
import org.spiketrain.fetch.FetchProgress;
import org.spiketrain.model.UserErrorException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spiketrain fetch}. */
@Command(
    name = "fetch",
    description = {
      "Fetch a published data set, and check its files.",
      "Spiking Speech Commands (ssc), Spiking Heidelberg Digits (shd) or the surnames of 18 languages (names). Files are checked against the publisher's checksums where there are such; what is there already is left alone, and what was cut off goes on."
    })
final class FetchCommand extends ConsoleCommand implements Runnable {
  @Parameters(paramLabel = "DATASET", description = "A data set of the catalogue.")
  private String name;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FOLDER",
      description = "Folder for the files, on any Hadoop file system.")
  private String output;

  @Option(
      names = "--from",
      paramLabel = "URL",
      description = "Address of a mirror, below which the files lie under the same names.")
  private Optional<String> mirror;

  @Option(
      names = "--catalogue",
      defaultValue = Catalogue.PACKAGED,
      paramLabel = "FILE",
      description = "File that names the data sets (default: ${DEFAULT-VALUE}).")
  private String catalogue;

  @Option(
      names = "--retries",
      defaultValue = "8",
      converter = CountConverter.class,
      paramLabel = "N",
      description =
          "How often a file is tried again when the server fails or the connection is cut (default: ${DEFAULT-VALUE}).")
  private int retries;

  @Option(
      names = "--overwrite",
      description = "Replace files that are there and are not the published ones.")
  private boolean overwrite;

  @Override
  public void run() {
    requireHere("");
    DataSet published = Catalogue.read(catalogue).dataSet(name);
    DataSet dataSet = mirror.map(url -> mirrored(published, url)).orElse(published);
    Path folder = PathSetting.parse("--output", output);
    // Before anything is fetched: who fetches it agrees to them.
    out().println(dataSet.title() + ", from " + dataSet.from());
    out().println("  licence: " + dataSet.licence());
    out().println("  to cite: " + dataSet.citation());
    out().flush();
    FetchSettings settings =
        new FetchSettings(retries, Duration.ofSeconds(1), Duration.ofMinutes(1), mode(overwrite));
    try (FetchDisplay display = new FetchDisplay(out(), err(), TerminalBar.watched())) {
      new FetchJob(HadoopSettings.submitted(), settings, display).run(dataSet, folder);
    }
  }

  private DataSet mirrored(DataSet published, String url) {
    try {
      return published.mirroredAt(DataSet.address(url));
    } catch (UserErrorException e) {
      throw usage("--from: " + e.getMessage());
    }
  }

  static final class FetchDisplay implements FetchProgress, AutoCloseable {
    private static final long MEBIBYTE = 1 << 20;

    private final PrintWriter out;
    private final PrintWriter err;
    private final TerminalBar bar;

    FetchDisplay(PrintWriter out, PrintWriter err, Optional<PrintStream> terminal) {
      this.out = out;
      this.err = err;
      this.bar = new TerminalBar(terminal);
    }

    @Override
    public void at(String file, long bytes, OptionalLong total) {
      bar.show(file, " MiB", MEBIBYTE, bytes, total.orElse(-1));
    }

    @Override
    public void retrying(String file, String reason, Duration wait) {
      close();
      err.println(
          String.format(
              Locale.ROOT,
              "spiketrain: %s: %s; trying again in %.0f s",
              file,
              reason,
              Math.ceil(wait.toMillis() / 1e3)));
      err.flush();
    }

    @Override
    public void finished(Fetched file) {
      close();
      String how = file.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ');
      String checked = file.checksum().map(checksum -> ", " + checksum).orElse("");
      out.println(
          "%s: %s, %s%s"
              .formatted(file.name(), how, Wording.counted(file.bytes(), "byte"), checked));
      out.flush();
    }

    @Override
    public void close() {
      bar.close();
    }
  }
}
