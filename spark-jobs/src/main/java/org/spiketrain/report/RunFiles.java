package org.spiketrain.report;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.AtomicOutput;
import org.spiketrain.data.OutputMode;
import org.spiketrain.data.source.FileSystems;
import org.spiketrain.model.UserErrorException;

/**
 * The files of a run that a person reads: {@code training/history.csv} and {@code epochs.csv},
 * their pictures, and {@code report.html}. Each is replaced in one step, so that it can be looked
 * at while the run goes on.
 */
public final class RunFiles {
  private static final String HISTORY = "history.csv";

  private final Configuration conf;
  private final OutputLayout layout;

  /** The files of one run. */
  public RunFiles(Configuration conf, OutputLayout layout) {
    this.conf = conf;
    this.layout = layout;
  }

  /**
   * Replaces {@code training/history.csv}, a row an evaluation, and {@code training/epochs.csv}, a
   * row an epoch; {@link TrainingHistory#perEpoch}.
   */
  public void writeHistory(TrainingHistory history) {
    write(layout.courseOfTraining(HISTORY), utf8(history.toCsv()));
    write(layout.courseOfTraining("epochs.csv"), utf8(history.perEpoch().toCsv()));
  }

  /**
   * Replaces the curve for browsers, {@code training/history.svg}.
   *
   * @param history at least one row
   * @param splits what its scores are of
   */
  public void writeCurve(TrainingHistory history, EvaluatedSplits splits) {
    write(
        layout.courseOfTraining("history.svg"), new HistoryChart(history, splits).overview().svg());
  }

  /**
   * Replaces the pictures that only a training that is over has: the curve for documents, {@code
   * training/history.png}, and the {@linkplain HistoryChart#comparisons comparisons} of its splits.
   *
   * @param history at least one row
   */
  public void writePictures(TrainingHistory history, EvaluatedSplits splits) {
    HistoryChart chart = new HistoryChart(history, splits);
    write(layout.courseOfTraining("history.png"), chart.overview().png());
    chart
        .comparisons()
        .forEach(
            (name, picture) -> {
              write(layout.courseOfTraining(name + ".svg"), picture.svg());
              write(layout.courseOfTraining(name + ".png"), picture.png());
            });
  }

  /**
   * Reads {@code training/history.csv}; an empty history if there is none.
   *
   * @throws UserErrorException naming file and line, if it is damaged
   */
  public TrainingHistory readHistory() {
    Path path = layout.courseOfTraining(HISTORY);
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
    write(layout.report(), utf8(HtmlReport.of(content)));
    return layout.report();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void write(Path path, byte[] bytes) {
    AtomicOutput.writeFile(conf, path, bytes, OutputMode.OVERWRITE);
  }
}
