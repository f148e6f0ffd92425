package org.spiketrain.cli;

import java.util.Collections;
import java.util.List;
import org.spiketrain.config.ConfigErrorException;

/**
 * Short names of experiments: those of their files or folders, as long as they differ.
 *
 * @param texts configurations, folders and models as the user has named them
 */
record ExperimentNames(List<String> texts) {
  /**
   * Returns a name for each.
   *
   * @throws ConfigErrorException if one of them stands there twice
   */
  List<String> names() {
    for (String text : texts) {
      if (Collections.frequency(texts, text) > 1) {
        throw new ConfigErrorException(
            "The experiment %s stands there twice: name different ones".formatted(text));
      }
    }
    List<String> all = texts.stream().map(ExperimentNames::shortened).toList();
    return texts.stream()
        .map(text -> Collections.frequency(all, shortened(text)) > 1 ? text : shortened(text))
        .toList();
  }

  /** A model's is that of the run that it lies in, if it is called as those are. */
  private static String shortened(String text) {
    String plain = text.replaceAll("/+$", "").replaceAll("(?<=.)/model\\.zip$", "");
    String last = plain.substring(plain.lastIndexOf('/') + 1).replaceAll("\\.(conf|zip)$", "");
    return last.isEmpty() ? text : last;
  }
}
