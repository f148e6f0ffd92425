package org.spiketrain.job.cli;

import java.io.PrintWriter;
import java.util.List;
import org.spiketrain.job.score.ScoredName;
import org.spiketrain.job.score.TutorialScores;

/** Shows what a network answers to some examples that it was evaluated on. */
final class ShownExamples {
  private static final int SHOWN = 3;

  private ShownExamples() {}

  static void print(Experiment.Evaluated evaluated, PrintWriter out) {
    List<ScoredName> shown =
        evaluated.summary().predictions().stream()
            .limit(SHOWN)
            .map(one -> new ScoredName("%s, %s".formatted(one.name(), one.truth()), one.top()))
            .toList();
    new TutorialScores().print(shown, out);
  }
}
