package org.spiketrain.data;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Comparison of the keys that decided frames, as {@link Corpus#keys} has them. */
public final class FrameKeys {
  private static final Set<String> OF_THE_PLACE =
      Set.of(
          "data.path",
          "data.source.format",
          "data.source.table",
          "data.source.options",
          "data.source.where");

  private FrameKeys() {}

  /** As {@link Corpus#isOfThePlace}, of keys that all kinds share. */
  static boolean isOfThePlace(String key) {
    return OF_THE_PLACE.contains(key);
  }

  /**
   * The keys whose values differ, with both.
   *
   * @param made keys that decided frames
   * @param wanted keys that they should have been made with
   * @param compared the keys of these that matter
   */
  public static List<String> differences(
      Map<String, Object> made, Map<String, Object> wanted, Predicate<String> compared) {
    return wanted.entrySet().stream()
        .filter(key -> compared.test(key.getKey()))
        .filter(key -> !key.getValue().equals(made.get(key.getKey())))
        .map(
            key ->
                "%s %s instead of %s"
                    .formatted(
                        key.getKey(), made.getOrDefault(key.getKey(), "(none)"), key.getValue()))
        .toList();
  }
}
