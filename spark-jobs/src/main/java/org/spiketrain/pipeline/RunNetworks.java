package org.spiketrain.pipeline;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.results.RunOutputs;

/**
 * The networks of a run, by what they are called: the one that was trained, and what it was made
 * of.
 */
final class RunNetworks {
  private RunNetworks() {}

  /**
   * The files of the networks that a model was made of, as far as there are any, and then of the
   * model itself.
   *
   * @throws UserErrorException if there is none of them
   */
  static Map<String, Path> all(Configuration conf, Path modelFile) {
    Map<String, Path> files = before(conf, modelFile);
    if (RunOutputs.exists(conf, modelFile)) {
      files.put(nameBehind(files.keySet()), modelFile);
    }
    if (files.isEmpty()) {
      throw new UserErrorException(
          "There is no model %s: train one, or name the model.zip of a run with --model"
              .formatted(modelFile));
    }
    return files;
  }

  /** What a model is called that was made of others. */
  static String nameBehind(Set<String> others) {
    return others.isEmpty() ? "trained" : "fine-tuned";
  }

  /** The files of the networks that a model was made of, those that lie beside it. */
  static Map<String, Path> before(Configuration conf, Path modelFile) {
    OutputLayout beside = new OutputLayout(modelFile.getParent());
    Map<String, Path> files = new LinkedHashMap<>();
    if (modelFile.getName().equals(beside.model().getName())) {
      files.put("artificial", beside.artificial().model());
      files.put("converted", beside.converted());
      files.values().removeIf(file -> !RunOutputs.exists(conf, file));
    }
    return files;
  }
}
