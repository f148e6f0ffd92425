package org.spiketrain.results;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.spiketrain.data.Wording;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.results.HistoryRow.SplitScores;

/** Course of a training: one row per evaluation, as kept in {@code history.csv}. */
public final class TrainingHistory {
  private static final List<Column> COLUMNS =
      List.of(
          new Column("examples", HistoryRow::examples),
          new Column("epoch", HistoryRow::epoch),
          new Column("round", HistoryRow::round),
          new Column("seconds", HistoryRow::seconds),
          new Column("training_loss", row -> row.training().loss()),
          new Column("training_accuracy", row -> row.training().accuracy()),
          new Column("evaluation_loss", row -> row.evaluation().loss()),
          new Column("evaluation_accuracy", row -> row.evaluation().accuracy()),
          new Column("watched_loss", row -> row.watched().loss()),
          new Column("watched_accuracy", row -> row.watched().accuracy()),
          new Column("learning_rate", HistoryRow::learningRate));

  private static final String HEADER =
      COLUMNS.stream().map(Column::name).collect(Collectors.joining(","));

  /** As earlier versions wrote it, which called the training's loss otherwise. */
  private static final List<String> EARLIER_HEADERS =
      List.of(
          "examples,round,seconds,average_loss,training_accuracy,evaluation_accuracy,watched_accuracy,learning_rate",
          "examples,round,seconds,average_loss,training_accuracy,evaluation_accuracy,learning_rate");

  private record Column(String name, Function<HistoryRow, Object> value) {}

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
        .filter(row -> !Double.isNaN(row.evaluation().accuracy()))
        .reduce(
            (best, row) -> row.evaluation().accuracy() > best.evaluation().accuracy() ? row : best);
  }

  /**
   * One row for each pass over the training examples that is over: the first row at or after its
   * end, with the pass as a whole number and the training's mean scores over all of the pass.
   * Passes that ended between two evaluations all have the scores, examples and round of the later
   * one.
   */
  public TrainingHistory perEpoch() {
    return new TrainingHistory(EpochRows.of(rows));
  }

  /** The history as CSV with a header line; numbers are written so that they read back exactly. */
  public String toCsv() {
    StringBuilder csv = new StringBuilder(HEADER).append('\n');
    for (HistoryRow row : rows) {
      csv.append(
          COLUMNS.stream()
              .map(column -> column.value().apply(row).toString())
              .collect(Collectors.joining(",", "", "\n")));
    }
    return csv.toString();
  }

  /**
   * Reads what {@link #toCsv} wrote, in this version or an earlier one.
   *
   * @param csv content of the file
   * @param where its path, for messages
   * @throws UserErrorException naming file and line, if it is not a training history
   */
  public static TrainingHistory parse(String csv, String where) {
    List<String> lines = csv.lines().toList();
    String header = lines.isEmpty() ? "" : lines.get(0);
    if (!header.equals(HEADER) && !EARLIER_HEADERS.contains(header)) {
      throw new UserErrorException(
          "%s is not a training history: expected the first line %s".formatted(where, HEADER));
    }
    List<String> names = List.of(header.replace("average_loss", "training_loss").split(",", -1));
    List<HistoryRow> rows = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      rows.add(row(names, lines.get(i), where + ", line " + (i + 1)));
    }
    return new TrainingHistory(rows);
  }

  private static HistoryRow row(List<String> names, String line, String where) {
    Fields fields = new Fields(names, Arrays.asList(line.split(",", -1)));
    try {
      if (fields.values().size() == names.size()) {
        return new HistoryRow(
            Long.parseLong(fields.text("examples")),
            fields.number("epoch"),
            Integer.parseInt(fields.text("round")),
            fields.number("seconds"),
            fields.scores("training"),
            fields.scores("evaluation"),
            fields.scores("watched"),
            fields.number("learning_rate"));
      }
    } catch (NumberFormatException e) {
      throw unreadable(line, names.size(), where, e);
    }
    throw unreadable(
        line,
        names.size(),
        where,
        new IllegalArgumentException(fields.values().size() + " fields"));
  }

  /** The fields of a line, by the names of their columns. */
  private record Fields(List<String> names, List<String> values) {
    String text(String name) {
      return values.get(names.indexOf(name));
    }

    /** A number; NaN if the version that wrote the file had no such column. */
    double number(String name) {
      return names.contains(name) ? Double.parseDouble(text(name)) : Double.NaN;
    }

    SplitScores scores(String of) {
      return new SplitScores(number(of + "_loss"), number(of + "_accuracy"));
    }
  }

  private static UserErrorException unreadable(
      String line, int columns, String where, Exception cause) {
    return new UserErrorException(
        "%s: cannot read '%s': expected %d numbers; delete the line or restore the file"
            .formatted(where, line, columns),
        cause);
  }

  /**
   * Makes one row an epoch of the rows of a history. Epochs that ended between two rows all have
   * the scores of the later one.
   */
  static final class EpochRows {
    private final List<HistoryRow> epochs = new ArrayList<>();
    private long done;
    private long examplesBefore;
    private long examples;
    private double loss;
    private double correct;

    private EpochRows() {}

    static List<HistoryRow> of(List<HistoryRow> rows) {
      EpochRows made = new EpochRows();
      rows.forEach(made::add);
      return made.epochs;
    }

    private void add(HistoryRow row) {
      long more = row.examples() - examplesBefore;
      examplesBefore = row.examples();
      if (more > 0) {
        examples += more;
        loss += more * row.training().loss();
        correct += more * row.training().accuracy();
      }
      if (row.wholeEpochs() > done) {
        end(row);
      }
    }

    private void end(HistoryRow row) {
      SplitScores training = new SplitScores(loss / examples, correct / examples);
      while (done < row.wholeEpochs()) {
        done++;
        epochs.add(
            new HistoryRow(
                row.examples(),
                done,
                row.round(),
                row.seconds(),
                training,
                row.evaluation(),
                row.watched(),
                row.learningRate()));
      }
      examples = 0;
      loss = 0;
      correct = 0;
    }
  }

  /**
   * Parameters of a training that became the model.
   *
   * @param why what they are: best or last
   * @param row the evaluation at which the training had them
   */
  public record KeptParameters(String why, HistoryRow row) {

    /** The best ones on the evaluation split; the last ones where none was ever evaluated. */
    public static Optional<KeptParameters> best(TrainingHistory history) {
      return history.best().map(row -> new KeptParameters("best", row)).or(() -> last(history));
    }

    /** Those at the end; nothing if the training has no history. */
    public static Optional<KeptParameters> last(TrainingHistory history) {
      return history.rows().isEmpty()
          ? Optional.empty()
          : Optional.of(new KeptParameters("last", history.rows().get(history.rows().size() - 1)));
    }

    /**
     * Returns what is said of them.
     *
     * @param split the split that was evaluated during the training
     */
    public String described(String split) {
      String round =
          row.round() == 0
              ? "the parameters it began with, as fine-tuning made nothing better"
              : "the %s parameters, of round %s".formatted(why, Wording.count(row.round()));
      double accuracy = row.evaluation().accuracy();
      return Double.isNaN(accuracy)
          ? round
          : round + " (%s accuracy %s)".formatted(split, NumberFormats.percent(accuracy));
    }
  }

  /**
   * Splits that the scores of a training's history are of.
   *
   * @param deciding name of the split by which networks are chosen, such as "validation"
   * @param watched name of the split that is recorded too, such as "test"; "none" if none is
   */
  public record EvaluatedSplits(String deciding, String watched) {
    public ScoredSplit training() {
      return new ScoredSplit("training", HistoryRow::training);
    }

    public ScoredSplit evaluation() {
      return new ScoredSplit(deciding, HistoryRow::evaluation);
    }

    public ScoredSplit beside() {
      return new ScoredSplit(watched, HistoryRow::watched);
    }

    /**
     * A split whose scores a history has.
     *
     * @param name what it is called, such as "validation"
     * @param scores its scores in a row
     */
    public record ScoredSplit(String name, Function<HistoryRow, SplitScores> scores) {
      /** Returns whether it was evaluated in any of these rows. */
      public boolean isMeasured(List<HistoryRow> rows) {
        return rows.stream().map(scores).anyMatch(one -> !one.equals(SplitScores.NONE));
      }
    }
  }
}
