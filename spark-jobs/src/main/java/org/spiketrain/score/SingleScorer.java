package org.spiketrain.score;

import java.util.ArrayList;
import java.util.List;
import org.spiketrain.data.Reading;
import org.spiketrain.model.metrics.TopClasses.RankedLabel;

/** Scores a few names or sentences here and now, without Spark. */
public record SingleScorer(ScoringModel model) {
  /**
   * Answers for some names or sentences.
   *
   * @param scored the answers, in the order of the texts
   * @param cut how many of them were scored by their beginning alone
   * @param problems a sentence for each text that could not be scored, in their order
   */
  public record Answers(List<ScoredText> scored, long cut, List<String> problems) {}

  /**
   * The most probable classes of each text that can be scored.
   *
   * @param texts in any Unicode form
   * @param top number of classes, from 1; more than there are gives all
   */
  public Answers score(List<String> texts, int top) {
    List<ScoredText> scored = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    long cut = 0;
    for (String text : texts) {
      Reading reading = model.read(text);
      if (reading.frames().isPresent()) {
        float[] probabilities = model.classifier().probabilitiesOf(reading.frames().get());
        scored.add(new ScoredText(text, RankedLabel.top(probabilities, model.classes(), top)));
        cut += reading.cut() ? 1 : 0;
      } else if (reading.problem().equals(RawText.INVALID_UTF8)) {
        problems.add("\"%s\" cannot be scored: it is not UTF-8".formatted(text));
      } else {
        problems.add(model.lines().explained(text, reading.problem()));
      }
    }
    return new Answers(scored, cut, problems);
  }

  /**
   * The answer for one name or sentence.
   *
   * @param name as it was given
   * @param top the most probable classes, the most probable first
   */
  public record ScoredText(String name, List<RankedLabel> top) {}
}
