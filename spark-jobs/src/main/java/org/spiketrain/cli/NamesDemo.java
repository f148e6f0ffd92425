package org.spiketrain.cli;

import java.io.PrintWriter;
import java.util.List;
import org.spiketrain.score.SingleScorer;
import org.spiketrain.score.TutorialScores;

/** The languages of the surnames that come with Spiketrain. */
final class NamesDemo implements Demo {
  /** The names that the tutorial ends with. */
  private static final List<String> NAMES = List.of("Dovesky", "Jackson", "Satoshi");

  @Override
  public String configuration() {
    return "conf/names-demo.conf";
  }

  @Override
  public void prepare(Experiment experiment, Results results) {}

  @Override
  public void show(Experiment experiment, Experiment.Evaluated evaluated, PrintWriter out) {
    SingleScorer scorer =
        new SingleScorer(ModelFile.ofLines(evaluated.model(), experiment.layout().model()));
    int top = experiment.config().scoring().top();
    new TutorialScores().print(scorer.score(NAMES, top).scored(), out);
  }
}
