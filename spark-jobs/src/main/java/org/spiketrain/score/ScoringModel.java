package org.spiketrain.score;

import java.io.Serializable;
import java.util.List;
import org.spiketrain.data.CorpusTerms;
import org.spiketrain.data.ExampleEncoder;
import org.spiketrain.data.LineEncoder;
import org.spiketrain.data.Reading;
import org.spiketrain.model.zoo.FrameClassifier;

/**
 * A network with what it takes to score something, as it is broadcast to the executors.
 *
 * @param classifier the network
 * @param classes names of the classes, in label order
 * @param terms words for the things that it scores
 * @param encoder makes the network's input of them
 */
public record ScoringModel(
    FrameClassifier classifier, List<String> classes, CorpusTerms terms, ExampleEncoder encoder)
    implements Serializable {
  public ScoringModel {
    classes = List.copyOf(classes);
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
    return RawText.decoded("", 0, text).read(lines());
  }
}
