package org.spiketrain.job.report;

import java.util.Map;

/** What the baselines of {@code metrics.json} are called before a reader. */
public final class BaselineNames {
  private static final Map<String, String> NAMES =
      Map.of(
          "artificial", "the artificial network that was converted",
          "converted", "the converted network, before it was trained on",
          "majority", "always the most frequent class",
          "ngramNaiveBayes", "naive Bayes on 1 to 3 letters",
          "ngramNaiveBayesCaseFolded", "naive Bayes on 2 to 5 letters, case folded");

  private BaselineNames() {}

  /** A baseline's name; its key if it has none. */
  public static String of(String key) {
    return NAMES.getOrDefault(key, key);
  }
}
