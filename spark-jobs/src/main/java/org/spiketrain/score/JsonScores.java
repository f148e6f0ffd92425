package org.spiketrain.score;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import org.spiketrain.score.SingleScorer.ScoredText;

/** JSON Lines, with the fields that scores of files have but for the place in a file. */
public final class JsonScores implements ScorePrinter {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LineColumn column;

  /**
   * @param column what the things that were scored are called
   */
  public JsonScores(LineColumn column) {
    this.column = column;
  }

  @Override
  public void print(List<ScoredText> scored, PrintWriter out) {
    for (ScoredText one : scored) {
      ObjectNode object = JSON.createObjectNode().put(column.name(), one.name());
      for (int rank = 1; rank <= one.top().size(); rank++) {
        object
            .put(ScoreColumns.label(rank), one.top().get(rank - 1).label())
            .put(ScoreColumns.probability(rank), one.top().get(rank - 1).probability());
      }
      out.println(object);
    }
    out.flush();
  }
}
