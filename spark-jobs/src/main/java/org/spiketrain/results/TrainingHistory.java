package org.spiketrain.results;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.spiketrain.data.Wording;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.results.HistoryRow.SplitScores;

/** Course of a training: one row per evaluation, as kept in {@code history.csv}. */
public record TrainingHistory(List<HistoryRow> rows) implements Serializable {
  private static final String HEADER =
      "examples,epoch,round,seconds,training_loss,training_accuracy,evaluation_loss,"
          + "evaluation_accuracy,watched_loss,watched_accuracy,learning_rate";

  /** The last column, which only a training that shows answers has. */
  private static final String ANSWERS = ",answers";

  /** As earlier versions wrote it, which called the training's loss otherwise. */
  private static final List<String> EARLIER_HEADERS =
      List.of(
          "examples,round,seconds,average_loss,training_accuracy,evaluation_accuracy,watched_accuracy,learning_rate",
          "examples,round,seconds,average_loss,training_accuracy,evaluation_accuracy,learning_rate");

  public TrainingHistory {
    rows = List.copyOf(rows);
  }

  public static TrainingHistory empty() {
    return new TrainingHistory(List.of());
  }

  public TrainingHistory with(HistoryRow row) {
    List<HistoryRow> longer = new ArrayList<>(rows);
    longer.add(row);
    return new TrainingHistory(longer);
  }

  public Optional<HistoryRow> last() {
    return rows.stream().reduce((earlier, later) -> later);
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
    List<HistoryRow> epochs = new ArrayList<>();
    long before = 0;
    long examples = 0;
    double loss = 0;
    double correct = 0;
    for (HistoryRow row : rows) {
      long more = row.examples() - before;
      before = row.examples();
      if (more > 0) {
        examples += more;
        loss += more * row.training().loss();
        correct += more * row.training().accuracy();
      }
      if (row.wholeEpochs() > epochs.size()) {
        SplitScores training = new SplitScores(loss / examples, correct / examples);
        while (epochs.size() < row.wholeEpochs()) {
          epochs.add(row.asEpoch(epochs.size() + 1, training));
        }
        examples = 0;
        loss = 0;
        correct = 0;
      }
    }
    return new TrainingHistory(epochs);
  }

  /** Whether what the network answered is in it. */
  public boolean hasAnswers() {
    return rows.stream().anyMatch(row -> !row.answers().isEmpty());
  }

  /** The history as CSV with a header line; numbers are written so that they read back exactly. */
  public String toCsv() {
    boolean answers = hasAnswers();
    String header = answers ? HEADER + ANSWERS : HEADER;
    return rows.stream()
        .map(row -> OutputFiles.line(row.fields()) + (answers ? "," + quoted(row) : "") + "\n")
        .collect(Collectors.joining("", header + "\n", ""));
  }

  /** In quotes always, so that a number stays the text that it is. */
  private static String quoted(HistoryRow row) {
    return '"' + row.answers().replace("\"", "\"\"") + '"';
  }

  private static String unquoted(String field) {
    if (!field.matches("\".*\"")) {
      throw new NumberFormatException(field + " is not in quotes");
    }
    return field.substring(1, field.length() - 1).replace("\"\"", "\"");
  }

  /**
   * Reads what {@link #toCsv} wrote, in this version or an earlier one.
   *
   * @param where its path, for messages
   * @throws UserErrorException naming file and line, if it is not a training history
   */
  public static TrainingHistory parse(String csv, String where) {
    List<String> lines = csv.lines().toList();
    String header = lines.isEmpty() ? "" : lines.get(0);
    if (!header.equals(HEADER)
        && !header.equals(HEADER + ANSWERS)
        && !EARLIER_HEADERS.contains(header)) {
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
    // Answers, which come last, may have commas.
    List<String> fields = List.of(line.split(",", names.contains("answers") ? names.size() : -1));
    // An earlier version had no such column.
    ToDoubleFunction<String> number =
        name ->
            names.contains(name) ? Double.parseDouble(fields.get(names.indexOf(name))) : Double.NaN;
    Function<String, SplitScores> scores =
        split ->
            new SplitScores(
                number.applyAsDouble(split + "_loss"), number.applyAsDouble(split + "_accuracy"));
    try {
      if (fields.size() != names.size()) {
        throw new NumberFormatException(fields.size() + " fields");
      }
      return new HistoryRow(
          Long.parseLong(fields.get(names.indexOf("examples"))),
          number.applyAsDouble("epoch"),
          Integer.parseInt(fields.get(names.indexOf("round"))),
          number.applyAsDouble("seconds"),
          scores.apply("training"),
          scores.apply("evaluation"),
          scores.apply("watched"),
          number.applyAsDouble("learning_rate"),
          names.contains("answers") ? unquoted(fields.get(names.size() - 1)) : "");
    } catch (NumberFormatException e) {
      throw new UserErrorException(
          "%s: cannot read '%s': expected %d numbers; delete the line or restore the file"
              .formatted(where, line, names.size()),
          e);
    }
  }

  /**
   * Parameters of a training that became the model: why they did, and the evaluation at which the
   * training had them.
   */
  public record KeptParameters(String why, HistoryRow row) {

    /** The best ones on the evaluation split; the last ones where none was ever evaluated. */
    public static Optional<KeptParameters> best(TrainingHistory history) {
      return history.best().map(row -> new KeptParameters("best", row)).or(() -> last(history));
    }

    /** Those at the end; nothing if the training has no history. */
    public static Optional<KeptParameters> last(TrainingHistory history) {
      return history.last().map(row -> new KeptParameters("last", row));
    }

    /** Returns what is said of them, with the split that was evaluated during the training. */
    public String described(String split) {
      String round =
          row.round() == 0
              ? "the parameters it began with, which no fine-tuning has bettered"
              : "the %s parameters, of round %s".formatted(why, Wording.count(row.round()));
      double accuracy = row.evaluation().accuracy();
      return Double.isNaN(accuracy)
          ? round
          : round + " (%s accuracy %s)".formatted(split, Wording.percent(accuracy));
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

    /** A split whose scores a history has, by its name such as "validation". */
    public record ScoredSplit(String name, Function<HistoryRow, SplitScores> scores) {
      public boolean isMeasured(List<HistoryRow> rows) {
        return rows.stream().map(scores).anyMatch(one -> !one.equals(SplitScores.NONE));
      }
    }
  }
}
