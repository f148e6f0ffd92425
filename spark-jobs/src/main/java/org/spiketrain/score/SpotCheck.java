package org.spiketrain.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.metrics.TopClasses.RankedLabel;
import org.spiketrain.score.ScoreNames.Answers;
import org.spiketrain.score.ScoringModel.ScoredText;

/**
 * Scores a few rows again, one by one, and compares what was written.
 *
 * @param seed what decides which rows
 */
record SpotCheck(SparkSession session, ScoringModel model, ScoreSettings settings, String seed) {
  private static final int FILES = 3;
  private static final int ROWS_A_FILE = 3;

  /** Rows of the beginning of a file among which some are drawn. */
  private static final int AMONG = 1000;

  /** Texts that are scored together are summed up in another order than one alone. */
  private static final double TOLERANCE = 1e-5;

  /** A row as it was written. */
  private record Written(String text, String label, double probability) {}

  /**
   * @param parts part files of the scores
   * @return number of rows that were compared; none where the texts are no column as it stands
   * @throws UserErrorException if one has another answer
   */
  int check(List<Path> parts, ScoreInput input) {
    Optional<String> column = input.texts();
    boolean written =
        column.isPresent()
            && Stream.of(column.get(), label(), probability()).allMatch(settings.names()::writes);
    if (!written || model.encoder().lines().isEmpty() || parts.isEmpty()) {
      return 0;
    }
    Random random = new Random(seed.hashCode());
    int compared = 0;
    for (int k = 0; k < FILES; k++) {
      Path part = parts.get(random.nextInt(parts.size()));
      List<Written> rows = rows(part, column.get());
      for (int r = 0; r < Math.min(ROWS_A_FILE, rows.size()); r++) {
        compare(rows.get(random.nextInt(rows.size())), part);
        compared++;
      }
    }
    return compared;
  }

  private List<Written> rows(Path part, String column) {
    Dataset<Row> rows = settings.format().reader(session).load(FileSystems.literal(part));
    List<Written> written = new ArrayList<>();
    rows.select(
            column(column), column(label()), functions.expr(quoted(probability())).cast("double"))
        .takeAsList(AMONG)
        .forEach(
            row -> {
              // A line end within a field is another one once CSV was read.
              if (!row.isNullAt(0) && row.getString(0).indexOf('\n') < 0) {
                written.add(new Written(row.getString(0), row.getString(1), row.getDouble(2)));
              }
            });
    return written;
  }

  private boolean hasArrays() {
    return settings.names().answers() == Answers.ARRAYS;
  }

  private String label() {
    return hasArrays() ? settings.names().prediction() : ScoreColumns.label(settings.names(), 1);
  }

  private String probability() {
    return hasArrays()
        ? settings.names().probability()
        : ScoreColumns.probability(settings.names(), 1);
  }

  private static org.apache.spark.sql.Column column(String name) {
    return functions.expr(quoted(name)).cast("string");
  }

  private static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  /** What an answer that is none has for a probability: that of the best class. */
  private double improbable(double best) {
    return best < model.noneBelow() + TOLERANCE ? best : -1;
  }

  private void compare(Written row, Path part) {
    List<ScoredText> single = model.answers(List.of(row.text), model.classes().size()).scored();
    double best = single.isEmpty() ? 0 : single.get(0).top().get(0).probability();
    // Of two that are as probable either may be the first.
    double own =
        row.label == null
            ? improbable(best)
            : single.stream()
                .flatMap(scored -> scored.top().stream())
                .filter(ranked -> ranked.label().equals(row.label))
                .mapToDouble(RankedLabel::probability)
                .findFirst()
                .orElse(-1);
    if (Math.abs(own - row.probability) > TOLERANCE || Math.abs(best - own) > TOLERANCE) {
      throw new UserErrorException(
          "\"%s\" in %s has %s with probability %.6f, but by itself %s: the scores are not to be used; please report it"
              .formatted(
                  row.text,
                  part,
                  row.label,
                  row.probability,
                  single.isEmpty() ? "cannot be scored" : single.get(0).top()));
    }
  }
}
