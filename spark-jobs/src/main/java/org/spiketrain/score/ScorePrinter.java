package org.spiketrain.score;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.spiketrain.data.LineColumn;
import org.spiketrain.model.metrics.RankedLabel;
import org.spiketrain.results.OutputFiles.CsvField;
import org.spiketrain.score.RankedRows.ScoreColumns;
import org.spiketrain.score.SingleScorer.ScoredText;

/** Writes the answers for a few texts. */
@FunctionalInterface
public interface ScorePrinter {
  /** Writes all of them. */
  void print(List<ScoredText> scored, PrintWriter out);

  /**
   * Writes as the names tutorial does: {@code > Name}, then lines such as {@code (0.87) Russian}.
   */
  static ScorePrinter tutorial() {
    return (scored, out) -> {
      for (ScoredText one : scored) {
        out.println();
        out.println("> " + one.name());
        for (RankedLabel label : one.top()) {
          out.println(String.format(Locale.ROOT, "(%.2f) %s", label.probability(), label.label()));
        }
      }
      out.flush();
    };
  }

  /** Writes CSV with a header: the columns that scores of files have, without file and row. */
  static ScorePrinter csv(LineColumn column) {
    return (scored, out) -> {
      List<String> header = new ArrayList<>(List.of(column.name()));
      int top = scored.isEmpty() ? 0 : scored.get(0).top().size();
      for (int rank = 1; rank <= top; rank++) {
        header.add(ScoreColumns.label(rank));
        header.add(ScoreColumns.probability(rank));
      }
      if (!scored.isEmpty()) {
        out.println(String.join(",", header));
      }
      for (ScoredText one : scored) {
        List<String> fields = new ArrayList<>(List.of(CsvField.quoted(one.name())));
        for (RankedLabel label : one.top()) {
          fields.add(CsvField.quoted(label.label()));
          fields.add(Float.toString(label.probability()));
        }
        out.println(String.join(",", fields));
      }
      out.flush();
    };
  }

  /** Writes JSON Lines: the fields that scores of files have, without file and row. */
  static ScorePrinter json(LineColumn column) {
    ObjectMapper json = new ObjectMapper();
    return (scored, out) -> {
      for (ScoredText one : scored) {
        ObjectNode object = json.createObjectNode().put(column.name(), one.name());
        int rank = 1;
        for (RankedLabel label : one.top()) {
          object.put(ScoreColumns.label(rank), label.label());
          object.put(ScoreColumns.probability(rank), label.probability());
          rank++;
        }
        out.println(object);
      }
      out.flush();
    };
  }
}
