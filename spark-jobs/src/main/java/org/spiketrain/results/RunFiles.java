package org.spiketrain.results;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.results.TrainingHistory.EvaluatedSplits;

/**
 * The files of a run that a person reads: {@code training/history.csv} and {@code epochs.csv},
 * their charts, the same for TensorBoard, and {@code report.html}. Each is replaced in one step, so
 * that it can be looked at while the run goes on.
 */
public record RunFiles(Configuration conf, OutputLayout layout, Renderer renderer) {
  private static final String HISTORY = "history.csv";

  /**
   * TensorBoard goes by the middle of the name; where files come after each other, by the number.
   */
  private static final String EVENTS = "events.out.tfevents.0000000000.spiketrain";

  /** The files of one run, without charts and pages. */
  public RunFiles(Configuration conf, OutputLayout layout) {
    this(conf, layout, Renderer.NONE);
  }

  /** Returns the files of the ANN that the run's network begins as. */
  public RunFiles artificial() {
    return new RunFiles(conf, layout.artificial(), renderer);
  }

  /** Returns the files of the trial of a learning rate. */
  public RunFiles learningRate(double rate) {
    return new RunFiles(conf, layout.learningRate(rate), renderer);
  }

  /**
   * Replaces {@code training/history.csv}, a row an evaluation, {@code epochs.csv}, a row an epoch
   * ({@link TrainingHistory#perEpoch}), the events for TensorBoard, and the charts of an ongoing
   * training.
   */
  public void writeHistory(TrainingHistory history, EvaluatedSplits splits) {
    write(layout.training(), Map.of(HISTORY, utf8(history.toCsv())));
    write(layout.training(), Map.of("epochs.csv", utf8(history.perEpoch().toCsv())));
    write(layout.tensorBoard(), Map.of(EVENTS, HistoryEvents.of(history, splits)));
    if (!history.rows().isEmpty()) {
      write(layout.training(), renderer.course(history, splits));
    }
  }

  /** Replaces the charts that only a training that is over has. */
  public void writeFinished(TrainingHistory history, EvaluatedSplits splits) {
    if (!history.rows().isEmpty()) {
      write(layout.training(), renderer.finished(history, splits));
    }
  }

  /**
   * Reads {@code training/history.csv}; an empty history if there is none.
   *
   * @throws UserErrorException naming file and line, if it is damaged
   */
  public TrainingHistory readHistory() {
    Path path = new Path(layout.training(), HISTORY);
    try (FSDataInputStream in = FileSystems.open(conf, path)) {
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

  /** Replaces {@code report.html}. */
  public void writeReport(ReportContent content) {
    write(layout.root(), renderer.run(content));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void write(Path folder, Map<String, byte[]> files) {
    AtomicOutput.replaceFiles(conf, folder, files);
  }
}
