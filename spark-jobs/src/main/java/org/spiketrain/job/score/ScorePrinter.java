package org.spiketrain.job.score;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.spiketrain.model.metrics.RankedLabel;

/** Prints scores as the names tutorial does: the name, then a line for each class. */
public final class ScorePrinter {
  private final PrintStream out;

  public ScorePrinter(PrintStream out) {
    this.out = out;
  }

  /** Prints {@code > Name}, then lines such as {@code (0.87) Russian}. */
  public void print(List<ScoredName> scored) {
    for (ScoredName one : scored) {
      out.println();
      out.println("> " + one.name());
      for (RankedLabel label : one.top()) {
        out.println(String.format(Locale.ROOT, "(%.2f) %s", label.probability(), label.label()));
      }
    }
  }
}
