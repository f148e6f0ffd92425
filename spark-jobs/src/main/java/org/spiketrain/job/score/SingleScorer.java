package org.spiketrain.job.score;

import java.util.ArrayList;
import java.util.List;
import org.spiketrain.model.metrics.RankedLabel;

/** Scores a few names here and now, without Spark. */
public final class SingleScorer {
  private final NamesModel model;

  public SingleScorer(NamesModel model) {
    this.model = model;
  }

  /**
   * What became of some names.
   *
   * @param scored the answers, in the order of the names
   * @param problems a sentence for each name that could not be scored, in their order
   */
  public record Answers(List<ScoredName> scored, List<String> problems) {}

  /**
   * The most probable classes of each name that has a letter of the model's alphabet.
   *
   * @param names in any Unicode form
   * @param top number of classes, from 1; more than there are gives all
   */
  public Answers score(List<String> names, int top) {
    List<String> usable = names.stream().filter(name -> !letters(name).isEmpty()).toList();
    return new Answers(
        usable.isEmpty() ? List.of() : ranked(usable, top),
        names.stream().filter(name -> letters(name).isEmpty()).map(this::problem).toList());
  }

  private List<ScoredName> ranked(List<String> usable, int top) {
    float[][] probabilities =
        model
            .classifier()
            .probabilities(
                usable.stream().map(name -> model.letters().encode(letters(name))).toList());
    List<ScoredName> scored = new ArrayList<>();
    for (int i = 0; i < usable.size(); i++) {
      scored.add(
          new ScoredName(usable.get(i), RankedLabel.top(probabilities[i], model.classes(), top)));
    }
    return scored;
  }

  private String letters(String name) {
    return model.letters().normalise(name);
  }

  private String problem(String name) {
    return "The name \"%s\" has no letter that the model knows: it knows %s"
        .formatted(name, model.letters().settings().letters());
  }
}
