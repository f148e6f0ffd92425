package org.spiketrain.data.text;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.data.Split;
import org.spiketrain.model.UserErrorException;

/**
 * The files of a corpus of sentences, each with its split.
 *
 * @param folder the files, read once and found good
 * @param splits split of each file by number
 */
record TextSources(TextFolder folder, List<Split> splits) {
  /**
   * Finds and scans the files.
   *
   * @throws UserErrorException if there is none to train on, or one cannot be used
   */
  static TextSources open(SparkSession spark, String path, TextFiles wanted) {
    checkFiles(wanted);
    List<TextFile> files = new ArrayList<>();
    List<Split> splits = new ArrayList<>();
    for (Split split : Split.values()) {
      List<String> names = wanted.of(split);
      for (int k = 0; k < names.size(); k++) {
        files.add(file(path, wanted, split, k, files.size()));
        splits.add(split);
      }
    }
    return new TextSources(TextFolder.open(spark, files), List.copyOf(splits));
  }

  private static void checkFiles(TextFiles wanted) {
    if (wanted.train().isEmpty()) {
      throw new UserErrorException(
          "data.text.train-files is empty: name the files of the corpus, with commas between them");
    }
    boolean oneClassAFile = isPolarity(wanted);
    for (Split split : Split.values()) {
      int files = wanted.of(split).size();
      if (oneClassAFile && files > 0 && files != wanted.train().size()) {
        throw new UserErrorException(
            "data.text.%s-files names %d files, data.text.train-files %d: with one class a file name one for each class, in the same order"
                .formatted(split.label(), files, wanted.train().size()));
      }
    }
  }

  private static boolean isPolarity(TextFiles wanted) {
    return wanted.format().layout() == TextFormat.Layout.POLARITY_FILES;
  }

  private static TextFile file(String path, TextFiles wanted, Split split, int k, int number) {
    String name = wanted.of(split).get(k);
    String location =
        TextFolder.location(path, name, "data.text.%s-files".formatted(split.label()));
    TextFormat format = split == Split.TRAIN ? wanted.format() : wanted.format().withoutPhrases();
    return new TextFile(
        number, name.substring(name.lastIndexOf('/') + 1), location, format, label(wanted, k));
  }

  /** Label of a file where a file is a class: that of the class, or else the file's name. */
  private static String label(TextFiles wanted, int k) {
    if (!isPolarity(wanted)) {
      return "";
    }
    return wanted.labels().size() > k ? wanted.labels().get(k) : wanted.train().get(k);
  }

  /** The same files with their labels, where a file is a class and none were named. */
  static TextFiles labelled(TextFiles wanted) {
    return isPolarity(wanted) && wanted.labels().isEmpty()
        ? new TextFiles(
            wanted.format(),
            wanted.train(),
            wanted.validation(),
            wanted.test(),
            wanted.train(),
            wanted.classes())
        : wanted;
  }
}
