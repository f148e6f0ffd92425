package org.spiketrain.score;

import java.util.List;
import org.spiketrain.model.encode.LetterEncoder;
import org.spiketrain.model.zoo.FrameClassifier;
import org.spiketrain.results.CorpusTerms;

/**
 * What it takes to score a name.
 *
 * @param classifier the network
 * @param letters makes the network's input from a name
 * @param classes names of the classes, in label order
 */
public record NamesModel(FrameClassifier classifier, LetterEncoder letters, List<String> classes)
    implements LinesModel {
  static final String NO_LETTER = "no usable letter";

  public NamesModel {
    classes = List.copyOf(classes);
  }

  @Override
  public CorpusTerms terms() {
    return CorpusTerms.NAMES;
  }

  @Override
  public LineColumn column() {
    return LineColumn.NAMES;
  }

  @Override
  public Reading read(String text) {
    String usable = letters.normalise(text);
    return usable.isEmpty()
        ? Reading.unusable(NO_LETTER)
        : Reading.of(letters.encode(usable), false);
  }

  @Override
  public String lack() {
    return "without a letter of the model's alphabet";
  }

  @Override
  public String explained(String text, String problem) {
    return "The name \"%s\" has no letter that the model knows: it knows %s"
        .formatted(text, letters.settings().letters());
  }
}
