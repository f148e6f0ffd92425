package org.spiketrain.benchmarks.compare;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.spiketrain.model.layer.SequenceLayer;

/** All steps of our side by name. The driver lists a comparison once its step is here. */
final class Steps {
  private static final Map<String, Function<Work, Step>> BY_NAME =
      new TreeMap<>(
          Map.ofEntries(
              entry("names-train", NamesTraining::new),
              entry("names-infer", NamesInference::new),
              entry("ssc-train", work -> NetworkStep.training(work, WordsNetwork.of(work))),
              entry("ssc-infer", work -> NetworkStep.inference(work, WordsNetwork.of(work))),
              entry("text-train", work -> NetworkStep.training(work, TextNetwork.of(work))),
              entry("text-infer", work -> NetworkStep.inference(work, TextNetwork.of(work))),
              entry("rlif-train", work -> LayerTraining.ours(work, recurrentLeaky(work))),
              entry("lstm-train", work -> LayerTraining.ours(work, lstm(work))),
              entry("dl4j-lstm-train", LayerTraining::dl4jLstm),
              entry("events-frames", EventFrames::new),
              entry("floor-lstm-train", work -> new ProductFloor(work, Floors.lstmTraining(work))),
              entry("floor-rlif-train", work -> new ProductFloor(work, Floors.leakyTraining(work))),
              entry("floor-ssc-train", work -> new ProductFloor(work, Floors.wordsTraining(work))),
              entry("floor-ssc-infer", work -> new ProductFloor(work, Floors.wordsInference(work))),
              entry("floor-text-train", work -> new ProductFloor(work, Floors.textTraining(work))),
              entry(
                  "floor-text-infer", work -> new ProductFloor(work, Floors.textInference(work)))));

  private static Map.Entry<String, Function<Work, Step>> entry(
      String name, Function<Work, Step> maker) {
    return Map.entry(name, maker);
  }

  private static Layer recurrentLeaky(Work work) {
    return new SequenceLayer.Builder("leaky(0.95, recurrence = all-to-all)")
        .nOut(work.hidden())
        .withoutInputGradient()
        .build();
  }

  private static Layer lstm(Work work) {
    return new SequenceLayer.Builder("lstm").nOut(work.hidden()).withoutInputGradient().build();
  }

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
