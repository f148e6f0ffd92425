package org.spiketrain.benchmarks.compare;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** All steps of our side by name. The driver lists a comparison once its step is here. */
final class Steps {
  private static final Map<String, Function<Work, Step>> BY_NAME =
      new TreeMap<>(
          Map.of(
              "names-train", NamesTraining::new,
              "names-infer", NamesInference::new,
              "dl4j-lstm-train", LayerTraining::dl4jLstm,
              "floor-lstm-train", work -> new ProductFloor(work, Floors.lstmTraining(work)),
              "floor-rlif-train", work -> new ProductFloor(work, Floors.leakyTraining(work)),
              "floor-ssc-train", work -> new ProductFloor(work, Floors.wordsTraining(work)),
              "floor-ssc-infer", work -> new ProductFloor(work, Floors.wordsInference(work))));

  private Steps() {}

  static Iterable<String> names() {
    return BY_NAME.keySet();
  }

  /**
   * Makes a step ready to run.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  static Step of(String name, Work work) {
    Function<Work, Step> maker = BY_NAME.get(name);
    if (maker == null) {
      throw new IllegalArgumentException("No step '" + name + "' among " + BY_NAME.keySet());
    }
    return maker.apply(work);
  }
}
