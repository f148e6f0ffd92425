package org.spiketrain.score;

import java.io.Serializable;

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
 */
public record ScoreNames(
    Answers answers,
    String file,
    String row,
    String label,
    String probability,
    String prediction,
    String labels,
    String probabilities)
    implements Serializable {
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
        answers, file, name, label, probability, prediction, labels, probabilities);
  }

  /** Form of the answers. */
  public enum Answers {
    /** Two columns a rank. */
    FLAT,
    /** The prediction and its probability, and all ranks in two arrays. */
    ARRAYS
  }
}
