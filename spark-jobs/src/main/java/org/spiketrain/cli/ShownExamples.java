package org.spiketrain.cli;

import java.io.PrintWriter;
import java.util.List;
import org.spiketrain.score.ScoredText;
import org.spiketrain.score.TutorialScores;

/** Shows what a network answers to some examples that it was evaluated on. */
final class ShownExamples {
  private static final int SHOWN = 3;

  private ShownExamples() {}

  static void print(Experiment.Evaluated evaluated, PrintWriter out) {
    List<ScoredText> shown =
        evaluated.summary().predictions().stream()
            .limit(SHOWN)
            .map(one -> new ScoredText("%s, %s".formatted(one.name(), one.truth()), one.top()))
            .toList();
    new TutorialScores().print(shown, out);
  }
}
