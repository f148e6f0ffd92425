package org.spiketrain.score;

import java.io.Serializable;
import java.util.List;

/**
 * Names of the columns that scoring adds; a blank one leaves its column out, where that is said.
 *
 * @param file path of the file below the input, or its name if it is the input; may be blank
 * @param row the line of the file, from 1, or the row where there are no lines; may be blank
 * @param label the class of rank k is {@code <label>_<k>}, from 1
 * @param probability of the class of rank k {@code <probability>_<k>}; as arrays the prediction's
 * @param prediction the most probable class, of arrays
 * @param labels the most probable classes as an array
 * @param probabilities their probabilities as an array
 * @param written the columns of the scores, those of the input among them, that are written, in
 *     this order; empty for all
 */
public record ScoreNames(
    Answers answers,
    String file,
    String row,
    String label,
    String probability,
    String prediction,
    String labels,
    String probabilities,
    List<String> written)
    implements Serializable {
  public ScoreNames {
    written = List.copyOf(written);
  }

  /** Names of which all columns are written. */
  public ScoreNames(
      Answers answers,
      String file,
      String row,
      String label,
      String probability,
      String prediction,
      String labels,
      String probabilities) {
    this(answers, file, row, label, probability, prediction, labels, probabilities, List.of());
  }

  /** The usual names. */
  public static final ScoreNames USUAL =
      new ScoreNames(
          Answers.FLAT,
          "file",
          "row",
          "label",
          "probability",
          "prediction",
          "labels",
          "probabilities");

  ScoreNames withRow(String name) {
    return new ScoreNames(
        answers, file, name, label, probability, prediction, labels, probabilities, written);
  }

  /** Returns whether a column of the scores is written. */
  boolean writes(String column) {
    return written.isEmpty() || written.contains(column);
  }

  /** Form of the answers. */
  public enum Answers {
    /** Two columns a rank. */
    FLAT,
    /** The prediction and its probability, and all ranks in two arrays. */
    ARRAYS
  }
}
