package org.spiketrain.data;

import java.util.Optional;

/** Makes frames of lines of text: of text files, CSV and Parquet. Safe for several threads. */
public interface LineEncoder extends ExampleEncoder {
  @Override
  default Optional<LineEncoder> lines() {
    return Optional.of(this);
  }

  /** Column of tables that holds the texts. */
  LineColumn column();

  /** Returns what a text is to the network. */
  Reading read(String text);

  /**
   * Returns what texts lack that cannot be scored, as in "without a letter of the model's
   * alphabet".
   */
  String lack();

  /**
   * Explains why a text cannot be scored, for whoever has typed it.
   *
   * @param problem as {@link #read} names it
   */
  String explained(String text, String problem);
}
