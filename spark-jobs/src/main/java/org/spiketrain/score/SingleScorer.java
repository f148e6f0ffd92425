package org.spiketrain.score;

import java.util.ArrayList;
import java.util.List;
import org.spiketrain.data.Reading;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.metrics.RankedLabel;

/** Scores a few names or sentences here and now, without Spark. */
public final class SingleScorer {
  private final ScoringModel model;

  public SingleScorer(ScoringModel model) {
    this.model = model;
  }

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
    List<String> usable = new ArrayList<>();
    List<SpikeFrames> frames = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    long cut = 0;
    for (String text : texts) {
      Reading reading = model.lines().read(text);
      if (reading.frames().isPresent()) {
        usable.add(text);
        frames.add(reading.frames().get());
        cut += reading.cut() ? 1 : 0;
      } else {
        problems.add(model.lines().explained(text, reading.problem()));
      }
    }
    return new Answers(ranked(usable, frames, top), cut, problems);
  }

  private List<ScoredText> ranked(List<String> texts, List<SpikeFrames> frames, int top) {
    List<ScoredText> scored = new ArrayList<>();
    if (frames.isEmpty()) {
      return scored;
    }
    float[][] probabilities = model.classifier().probabilities(frames);
    for (int i = 0; i < texts.size(); i++) {
      scored.add(
          new ScoredText(texts.get(i), RankedLabel.top(probabilities[i], model.classes(), top)));
    }
    return scored;
  }

  /**
   * The answer for one name.
   *
   * @param name as it was given
   * @param top the most probable classes, the most probable first
   */
  public record ScoredText(String name, List<RankedLabel> top) {}
}
