package org.spiketrain.score;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.RowFactory;
import org.spiketrain.data.CorpusTerms;
import org.spiketrain.data.ExampleEncoder;
import org.spiketrain.data.LineEncoder;
import org.spiketrain.data.Reading;
import org.spiketrain.model.metrics.TopClasses;
import org.spiketrain.model.metrics.TopClasses.RankedLabel;
import org.spiketrain.model.zoo.FrameClassifier;

/**
 * A network with what it takes to score something, as it is broadcast to the executors.
 *
 * @param classes names of the classes, in label order
 * @param terms words for the things that it scores
 * @param noneBelow probability below which an answer is none, in [0, 1]
 */
public record ScoringModel(
    FrameClassifier classifier,
    List<String> classes,
    CorpusTerms terms,
    ExampleEncoder encoder,
    double noneBelow)
    implements Serializable {
  public ScoringModel {
    classes = List.copyOf(classes);
  }

  /** One that answers everything. */
  public ScoringModel(
      FrameClassifier classifier, List<String> classes, CorpusTerms terms, ExampleEncoder encoder) {
    this(classifier, classes, terms, encoder, 0);
  }

  /**
   * The encoder of lines of text.
   *
   * @throws java.util.NoSuchElementException if it scores no lines
   */
  public LineEncoder lines() {
    return encoder.lines().orElseThrow();
  }

  /** Returns a text as the network reads it; one that is blank or was decoded badly is unusable. */
  public Reading read(String text) {
    return RawText.decoded("", 0, text, RowFactory.create()).read(lines());
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
  public Answers answers(List<String> texts, int top) {
    List<ScoredText> scored = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    long cut = 0;
    for (String text : texts) {
      Reading reading = read(text);
      if (reading.frames().isPresent()) {
        float[] probabilities = classifier.probabilitiesOf(reading.frames().get());
        scored.add(
            new ScoredText(
                text, RankedLabel.top(probabilities, classes, top), isNone(probabilities)));
        cut += reading.cut() ? 1 : 0;
      } else if (reading.problem().equals(RawText.INVALID_UTF8)) {
        problems.add("\"%s\" cannot be scored: it is not UTF-8".formatted(text));
      } else {
        problems.add(lines().explained(text, reading.problem()));
      }
    }
    return new Answers(scored, cut, problems);
  }

  /** Whether the answer by some probabilities is none, as they are all too small. */
  boolean isNone(float[] probabilities) {
    return TopClasses.answer(probabilities, noneBelow) == probabilities.length;
  }

  /**
   * The answer for one name or sentence.
   *
   * @param top the most probable classes, the most probable first
   * @param none whether even that is too improbable to be the answer
   */
  public record ScoredText(String name, List<RankedLabel> top, boolean none) {
    /** One with an answer. */
    public ScoredText(String name, List<RankedLabel> top) {
      this(name, top, false);
    }
  }
}
