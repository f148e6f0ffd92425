package org.spiketrain.data.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaRDD;
import org.spiketrain.data.Wording;
import org.spiketrain.model.UserErrorException;

/** The labels of a corpus, as they stand in the files, and the names of their classes. */
record ClassLabels(List<String> labels, List<String> names) {
  /** More classes than this are sentences in the column of the labels. */
  private static final int MOST = 1_000;

  private static final int SHOWN = 10;

  /**
   * The labels that the configuration names, or else all that rows have: in the order of their
   * numbers where all are numbers, else in that of the alphabet.
   *
   * @throws UserErrorException if there are not at least two, if one is named that no row has or
   *     more than once, or if there are not as many names as labels
   */
  static ClassLabels of(TextFiles files, JavaRDD<TextRow> rows) {
    List<String> found = found(rows);
    List<String> labels = files.labels().isEmpty() ? found : files.labels();
    if (labels.size() < 2 || labels.size() > MOST) {
      throw new UserErrorException(
          "The train files have %s: expected 2 to %,d; look at data.text.label-column and data.text.format"
              .formatted(Wording.counted(labels.size(), "label"), MOST));
    }
    checkDifferent(files.labels(), "data.text.labels");
    checkDifferent(files.classes(), "data.text.classes");
    List<String> missing = labels.stream().filter(label -> !found.contains(label)).toList();
    if (!missing.isEmpty()) {
      throw new UserErrorException(
          "No line of the train files has the label %s: they have %s; look at data.text.labels and data.text.label-column"
              .formatted(shown(missing), found.isEmpty() ? "none" : shown(found)));
    }
    List<String> names = files.classes().isEmpty() ? labels : files.classes();
    if (names.size() != labels.size()) {
      throw new UserErrorException(
          "data.text.classes names %d classes %s, but there are %d labels %s: name as many"
              .formatted(names.size(), names, labels.size(), labels));
    }
    return new ClassLabels(labels, names);
  }

  private static void checkDifferent(List<String> names, String key) {
    for (String name : names) {
      if (names.indexOf(name) != names.lastIndexOf(name)) {
        throw new UserErrorException(
            "%s has \"%s\" more than once: name each class once".formatted(key, name));
      }
    }
  }

  private static String shown(List<String> labels) {
    String first = labels.stream().limit(SHOWN).collect(Collectors.joining(", "));
    return labels.size() > SHOWN ? first + " and others" : first;
  }

  private static List<String> found(JavaRDD<TextRow> rows) {
    List<String> labels =
        new ArrayList<>(
            rows.filter(row -> row.fault().isEmpty()).map(TextRow::label).distinct().collect());
    boolean numbers = labels.stream().allMatch(label -> label.matches("-?\\d{1,9}"));
    labels.sort(numbers ? Comparator.comparingInt(Integer::parseInt) : Comparator.naturalOrder());
    return List.copyOf(labels);
  }

  Map<String, Integer> numbers() {
    Map<String, Integer> numbers = new HashMap<>();
    for (int k = 0; k < labels.size(); k++) {
      numbers.put(labels.get(k), k);
    }
    return numbers;
  }
}
