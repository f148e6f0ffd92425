package org.spiketrain.job.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.spiketrain.model.UserErrorException;

/** How a training went: one row per evaluation, as kept in {@code history.csv}. */
public final class TrainingHistory {
  private static final String HEADER =
      "examples,round,seconds,average_loss,training_accuracy,evaluation_accuracy,watched_accuracy,learning_rate";

  /** As earlier versions wrote it, which watched no other split. */
  private static final String EARLIER_HEADER = HEADER.replace("watched_accuracy,", "");

  private final List<HistoryRow> rows;

  private TrainingHistory(List<HistoryRow> rows) {
    this.rows = List.copyOf(rows);
  }

  /** The history of a training that has not begun. */
  public static TrainingHistory empty() {
    return new TrainingHistory(List.of());
  }

  /** This history and one more row. */
  public TrainingHistory with(HistoryRow row) {
    List<HistoryRow> longer = new ArrayList<>(rows);
    longer.add(row);
    return new TrainingHistory(longer);
  }

  /** The rows, the earliest first. */
  public List<HistoryRow> rows() {
    return rows;
  }

  /** The row of the best accuracy on the evaluation split, of equal ones the first. */
  public Optional<HistoryRow> best() {
    return rows.stream()
        .filter(row -> !Double.isNaN(row.evaluationAccuracy()))
        .reduce((best, row) -> row.evaluationAccuracy() > best.evaluationAccuracy() ? row : best);
  }

  /** The history as CSV with a header line; numbers are written so that they read back exactly. */
  public String toCsv() {
    StringBuilder csv = new StringBuilder(HEADER).append('\n');
    for (HistoryRow row : rows) {
      csv.append(row.examples()).append(',').append(row.round());
      csv.append(',').append(row.seconds()).append(',').append(row.averageLoss());
      csv.append(',').append(row.trainingAccuracy()).append(',').append(row.evaluationAccuracy());
      csv.append(',').append(row.watchedAccuracy());
      csv.append(',').append(row.learningRate()).append('\n');
    }
    return csv.toString();
  }

  /**
   * Reads what {@link #toCsv} wrote.
   *
   * @param csv content of the file
   * @param where its path, for messages
   * @throws UserErrorException naming file and line, if it is not a training history
   */
  public static TrainingHistory parse(String csv, String where) {
    List<String> lines = csv.lines().toList();
    String header = lines.isEmpty() ? "" : lines.get(0);
    if (!header.equals(HEADER) && !header.equals(EARLIER_HEADER)) {
      throw new UserErrorException(
          "%s is not a training history: expected the first line %s".formatted(where, HEADER));
    }
    List<HistoryRow> rows = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      rows.add(row(header, lines.get(i), where + ", line " + (i + 1)));
    }
    return new TrainingHistory(rows);
  }

  private static HistoryRow row(String header, String line, String where) {
    String[] field = line.split(",", -1);
    int columns = columns(header);
    try {
      if (field.length == columns) {
        return new HistoryRow(
            Long.parseLong(field[0]),
            Integer.parseInt(field[1]),
            Double.parseDouble(field[2]),
            Double.parseDouble(field[3]),
            Double.parseDouble(field[4]),
            Double.parseDouble(field[5]),
            header.equals(HEADER) ? Double.parseDouble(field[6]) : Double.NaN,
            Double.parseDouble(field[columns - 1]));
      }
    } catch (NumberFormatException e) {
      throw unreadable(line, columns, where, e);
    }
    throw unreadable(line, columns, where, new IllegalArgumentException(field.length + " fields"));
  }

  private static int columns(String header) {
    return header.split(",", -1).length;
  }

  private static UserErrorException unreadable(
      String line, int columns, String where, Exception cause) {
    return new UserErrorException(
        "%s: cannot read '%s': expected %d numbers; delete the line or restore the file"
            .formatted(where, line, columns),
        cause);
  }
}
