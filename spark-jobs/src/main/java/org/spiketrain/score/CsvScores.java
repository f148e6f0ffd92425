package org.spiketrain.score;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.spiketrain.model.metrics.RankedLabel;
import org.spiketrain.results.OutputFiles.CsvField;
import org.spiketrain.score.SingleScorer.ScoredText;

/** CSV with a header, with the columns that scores of files have but for the place in a file. */
public final class CsvScores implements ScorePrinter {
  private final LineColumn column;

  /**
   * @param column what the things that were scored are called
   */
  public CsvScores(LineColumn column) {
    this.column = column;
  }

  @Override
  public void print(List<ScoredText> scored, PrintWriter out) {
    if (!scored.isEmpty()) {
      out.println(header(scored.get(0).top().size()));
      scored.forEach(one -> out.println(line(one)));
    }
    out.flush();
  }

  private String header(int top) {
    List<String> columns = new ArrayList<>(List.of(column.name()));
    for (int rank = 1; rank <= top; rank++) {
      columns.add(ScoreColumns.label(rank));
      columns.add(ScoreColumns.probability(rank));
    }
    return String.join(",", columns);
  }

  private static String line(ScoredText one) {
    List<String> fields = new ArrayList<>(List.of(CsvField.quoted(one.name())));
    for (RankedLabel label : one.top()) {
      fields.add(CsvField.quoted(label.label()));
      fields.add(Float.toString(label.probability()));
    }
    return String.join(",", fields);
  }
}
