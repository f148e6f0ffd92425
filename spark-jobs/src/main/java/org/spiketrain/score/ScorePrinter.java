package org.spiketrain.score;

import java.io.PrintWriter;
import java.util.List;
import org.spiketrain.score.SingleScorer.ScoredText;

/** Shows the answers for a few names. */
public interface ScorePrinter {
  /** Prints all of them. */
  void print(List<ScoredText> scored, PrintWriter out);
}
