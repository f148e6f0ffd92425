package org.spiketrain.registry;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.spiketrain.model.UserErrorException;

/** Names of models and aliases, and what is kept by name. */
final class Named {
  private static final int MOST_LETTERS = 128;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*");

  private Named() {}

  static boolean isName(String text) {
    return text.length() <= MOST_LETTERS && NAME.matcher(text).matches();
  }

  /**
   * Refuses what would be no folder or file of its own on each file system.
   *
   * @param what is named, such as {@code A model}
   */
  static String checked(String what, String name) {
    if (!isName(name)) {
      throw new UserErrorException(
          "%s cannot be called \"%s\": take letters (a-z, A-Z), digits, '.', '_' and '-', no '.' at the beginning, and at most %d of them"
              .formatted(what, name, MOST_LETTERS));
    }
    return name;
  }

  static String model(String name) {
    return checked("A model", name);
  }

  static String alias(String name) {
    return checked("An alias", name);
  }

  static <T> SortedMap<String, T> sorted(Map<String, T> map) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }
}
