package org.spiketrain.results;

import java.util.Map;
import java.util.Set;

/** What the baselines of {@code metrics.json} are called before a reader. */
public final class BaselineNames {
  private static final Map<String, String> NAMES =
      Map.of(
          "artificial", "the artificial network that was converted",
          "converted", "the converted network, before fine-tuning",
          "majority", "always the most frequent class",
          "ngramNaiveBayes", "naive Bayes on 1 to 3 letters",
          "ngramNaiveBayesCaseFolded", "naive Bayes on 2 to 5 letters, case folded");

  private BaselineNames() {}

  /** What the network that was evaluated is called beside them. */
  public static String evaluated(Set<String> baselines) {
    return baselines.contains("converted") ? "the fine-tuned network" : "this network";
  }

  /** A baseline's name; its key if it has none. */
  public static String of(String key) {
    return NAMES.getOrDefault(key, key);
  }
}
