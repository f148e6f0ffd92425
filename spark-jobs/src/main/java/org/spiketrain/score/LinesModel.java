package org.spiketrain.score;

/** A network for what stands on a line of text, a name or a sentence. */
public sealed interface LinesModel extends ScoringModel permits NamesModel, SentencesModel {
  /** The column of tables that holds the texts. */
  LineColumn column();

  /** What a text is to the network. */
  Reading read(String text);

  /** What texts lack that cannot be scored, as in "without a letter of the model's alphabet". */
  String lack();

  /**
   * Why a text cannot be scored, for whoever has typed it.
   *
   * @param problem as {@link #read} names it
   */
  String explained(String text, String problem);
}
