package org.spiketrain.data.text;

import java.util.List;
import org.spiketrain.data.Split;

/**
 * Files to read, and their labels.
 *
 * @param format how sentences are written in all of them
 * @param train the files that train, at least one, as paths below the corpus' folder (key {@code
 *     data.text.train-files})
 * @param validation the files that validate; where there is none, a part of those that train (key
 *     {@code data.text.validation-files})
 * @param test the files that test, likewise (key {@code data.text.test-files})
 * @param labels the labels in the order of the classes; empty for all that the train files have,
 *     sorted (key {@code data.text.labels})
 * @param classes names of the classes; empty where their labels are their names (key {@code
 *     data.text.classes})
 */
public record TextFiles(
    TextFormat format,
    List<String> train,
    List<String> validation,
    List<String> test,
    List<String> labels,
    List<String> classes) {
  /** The files of a split. */
  public List<String> of(Split split) {
    return switch (split) {
      case TRAIN -> train;
      case VALIDATION -> validation;
      case TEST -> test;
    };
  }
}
