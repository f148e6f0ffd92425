package org.spiketrain.data.names;

import org.spiketrain.data.LineColumn;
import org.spiketrain.data.LineEncoder;
import org.spiketrain.data.Reading;
import org.spiketrain.model.encode.LetterEncoder;

/** Makes frames of names, of their usable letters. */
public record NamesEncoder(LetterEncoder letters) implements LineEncoder {
  private static final LineColumn COLUMN = new LineColumn("name", "names");

  @Override
  public int channels() {
    return letters.channels();
  }

  @Override
  public LineColumn column() {
    return COLUMN;
  }

  @Override
  public Reading read(String text) {
    String usable = letters.normalise(text);
    return usable.isEmpty()
        ? Reading.unusable(NameTable.NO_USABLE_LETTER)
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
