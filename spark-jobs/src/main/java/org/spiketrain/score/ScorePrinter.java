package org.spiketrain.score;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.spiketrain.data.LineColumn;
import org.spiketrain.model.metrics.TopClasses.RankedLabel;
import org.spiketrain.results.OutputFiles;
import org.spiketrain.score.ScoringModel.ScoredText;

/** Writes the answers for a few texts. */
@FunctionalInterface
public interface ScorePrinter {
  void print(List<ScoredText> scored, PrintWriter out);

  /**
   * Writes as the names tutorial does: {@code > Name}, then lines such as {@code (0.87) Russian},
   * and {@code (none)} before them where the first is not probable enough.
   */
  static ScorePrinter tutorial() {
    return (scored, out) -> {
      for (ScoredText one : scored) {
        out.println();
        out.println("> " + one.name());
        if (one.none()) {
          out.println("(none)");
        }
        for (RankedLabel label : one.top()) {
          out.println(String.format(Locale.ROOT, "(%.2f) %s", label.probability(), label.label()));
        }
      }
      out.flush();
    };
  }

  /**
   * Writes CSV with a header before the first answer: the columns that scores of files have,
   * without file and row.
   */
  static ScorePrinter csv(LineColumn column) {
    AtomicBoolean begun = new AtomicBoolean();
    return (scored, out) -> {
      for (ScoredText one : scored) {
        if (begun.compareAndSet(false, true)) {
          out.println(String.join(",", columns(column, one).keySet()));
        }
        out.println(
            OutputFiles.line(
                columns(column, one).values().stream()
                    .map(value -> value == null ? "" : value)
                    .toList()));
      }
      out.flush();
    };
  }

  /** Writes JSON Lines: the fields that scores of files have, without file and row. */
  static ScorePrinter json(LineColumn column) {
    ObjectMapper json = new ObjectMapper();
    return (scored, out) -> {
      scored.forEach(one -> out.println(json.<JsonNode>valueToTree(columns(column, one))));
      out.flush();
    };
  }

  private static Map<String, Object> columns(LineColumn column, ScoredText one) {
    Map<String, Object> columns = new LinkedHashMap<>();
    columns.put(column.name(), one.name());
    int rank = 1;
    for (RankedLabel label : one.top()) {
      columns.put(
          ScoreColumns.label(ScoreNames.USUAL, rank),
          one.none() && rank == 1 ? null : label.label());
      columns.put(ScoreColumns.probability(ScoreNames.USUAL, rank), label.probability());
      rank++;
    }
    return columns;
  }
}
