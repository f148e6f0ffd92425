package org.spiketrain.score;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.spiketrain.model.metrics.RankedLabel;
import org.spiketrain.score.SingleScorer.ScoredText;

/** As the names tutorial prints: {@code > Name}, then lines such as {@code (0.87) Russian}. */
public final class TutorialScores implements ScorePrinter {
  @Override
  public void print(List<ScoredText> scored, PrintWriter out) {
    for (ScoredText one : scored) {
      out.println();
      out.println("> " + one.name());
      for (RankedLabel label : one.top()) {
        out.println(String.format(Locale.ROOT, "(%.2f) %s", label.probability(), label.label()));
      }
    }
    out.flush();
  }
}
