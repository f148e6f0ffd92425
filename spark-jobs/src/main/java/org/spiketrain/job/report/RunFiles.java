package org.spiketrain.job.report;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.preprocess.AtomicOutput;
import org.spiketrain.preprocess.OutputMode;
import org.spiketrain.preprocess.source.FileSystems;

/**
 * The files of a run that a person reads: {@code training/history.csv}, {@code .svg} and {@code
 * .png}, and {@code report.html}. Each is replaced in one step, so that it can be looked at while
 * the run goes on.
 */
public final class RunFiles {
  private final Configuration conf;
  private final OutputLayout layout;

  /** The files of one run. */
  public RunFiles(Configuration conf, OutputLayout layout) {
    this.conf = conf;
    this.layout = layout;
  }

  /** Replaces {@code training/history.csv}. */
  public void writeHistory(TrainingHistory history) {
    write(layout.history("csv"), history.toCsv().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Replaces the curve for browsers, {@code training/history.svg}.
   *
   * @param history at least one row
   * @param splits what its accuracies are of
   */
  public void writeCurve(TrainingHistory history, EvaluatedSplits splits) {
    write(layout.history("svg"), HistoryChart.of(history, splits).svg());
  }

  /** Replaces the curve for documents, {@code training/history.png}. */
  public void writePicture(TrainingHistory history, EvaluatedSplits splits) {
    write(layout.history("png"), HistoryChart.of(history, splits).png());
  }

  /**
   * Reads {@code training/history.csv}; an empty history if there is none.
   *
   * @throws UserErrorException naming file and line, if it is damaged
   */
  public TrainingHistory readHistory() {
    Path path = layout.history("csv");
    try (FSDataInputStream in = FileSystems.of(conf, path).open(path)) {
      String csv = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return TrainingHistory.parse(csv, path.toString());
    } catch (FileNotFoundException e) {
      return TrainingHistory.empty();
    } catch (IOException e) {
      throw new UserErrorException(
          "Cannot read %s: %s. Restore the file or choose another output"
              .formatted(path, e.getMessage()),
          e);
    }
  }

  /**
   * Replaces {@code report.html}.
   *
   * @return its path
   */
  public Path writeReport(ReportContent content) {
    write(layout.report(), HtmlReport.of(content).getBytes(StandardCharsets.UTF_8));
    return layout.report();
  }

  private void write(Path path, byte[] bytes) {
    AtomicOutput.writeFile(conf, path, bytes, OutputMode.OVERWRITE);
  }
}
