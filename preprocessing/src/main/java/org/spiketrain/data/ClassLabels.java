package org.spiketrain.data;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.model.UserErrorException;

/** The labels of a corpus, as they stand in its rows, and the names of their classes. */
public record ClassLabels(List<String> labels, List<String> names) {
  private static final Logger LOG = LoggerFactory.getLogger(ClassLabels.class);

  /** More classes than this are sentences in the column of the labels. */
  private static final int MOST = 1_000;

  private static final int SHOWN = 10;

  /**
   * What a configuration says of them.
   *
   * @param section where its keys are, as in {@code data.text.}
   * @param labels the labels in the order of the classes; empty for all that are found
   * @param classes names of the classes; empty for the labels themselves
   */
  public record Named(String section, List<String> labels, List<String> classes) {}

  /**
   * The labels that the configuration names, or else all that rows have.
   *
   * @param found the labels of the rows, each once, in order
   * @param rows what the rows are called, as in {@code the train files}
   * @param remedy keys to look at where the labels cannot be such
   * @throws UserErrorException if there are not at least two, if one is named that no row has or
   *     more than once, or if there are not as many names as labels
   */
  public static ClassLabels of(Named named, List<String> found, String rows, String remedy) {
    List<String> labels = named.labels().isEmpty() ? found : named.labels();
    if (labels.size() < 2 || labels.size() > MOST) {
      throw new UserErrorException(
          "%s have %s: expected 2 to %,d; look at %s"
              .formatted(capitalized(rows), Wording.counted(labels.size(), "label"), MOST, remedy));
    }
    checkDifferent(named.labels(), named.section() + "labels");
    checkDifferent(named.classes(), named.section() + "classes");
    List<String> missing = labels.stream().filter(label -> !found.contains(label)).toList();
    if (!missing.isEmpty()) {
      throw new UserErrorException(
          "No row of %s has the label %s: they have %s; look at %slabels and %s"
              .formatted(
                  rows,
                  shown(missing),
                  found.isEmpty() ? "none" : shown(found),
                  named.section(),
                  remedy));
    }
    List<String> names = named.classes().isEmpty() ? labels : named.classes();
    if (names.size() != labels.size()) {
      throw new UserErrorException(
          "%sclasses names %d classes %s, but there are %d labels %s: name as many"
              .formatted(named.section(), names.size(), names, labels.size(), labels));
    }
    if (named.labels().isEmpty()) {
      warnOfLike(
          labels,
          "name those that are meant in %slabels, and rows of the others are set aside"
              .formatted(named.section()));
    }
    return new ClassLabels(labels, names);
  }

  /**
   * The labels of frames that others are appended to, where rows are labelled as theirs were.
   *
   * @param named what the configuration says, which is that of the base
   * @param base the frames
   * @throws UserErrorException if the configuration does not say which label each class has
   */
  public static ClassLabels of(Named named, BaseFrames<?> base) {
    List<String> classes = base.classes();
    if (!named.labels().isEmpty()) {
      return new ClassLabels(named.labels(), classes);
    }
    if (!named.classes().isEmpty()) {
      throw new UserErrorException(
          "The frames in %1$s do not say which labels their classes %2$s have: name them in %3$slabels, and build all frames anew"
              .formatted(base.folder(), shown(classes), named.section()));
    }
    return new ClassLabels(classes, classes);
  }

  /**
   * Warns of labels that are most likely meant to be one.
   *
   * @param remedy what to do about them
   */
  public static void warnOfLike(List<String> labels, String remedy) {
    String like =
        LikeLabels.among(labels).stream()
            .map(group -> String.join(" and ", group))
            .collect(Collectors.joining(", "));
    if (!like.isEmpty()) {
      LOG.warn("Labels nearly alike are classes of their own: {}; {}", like, remedy);
    }
  }

  private static String capitalized(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
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

  /** The class of each label. */
  public Map<String, Integer> numbers() {
    Map<String, Integer> numbers = new HashMap<>();
    for (int k = 0; k < labels.size(); k++) {
      numbers.put(labels.get(k), k);
    }
    return numbers;
  }
}
