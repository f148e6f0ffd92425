package org.spiketrain.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.CorpusSettings;
import org.spiketrain.data.Manifest;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.zoo.ModelProvenance;
import org.spiketrain.model.zoo.TrainedModel;

/** Keeps frames from being used with what they were not made for. */
final class FrameCompatibility {
  private static final String NOTHING = "(none)";

  private FrameCompatibility() {}

  /**
   * Checks that frames are what the configuration asks for.
   *
   * @throws UserErrorException if their corpus, or what decides how it becomes frames, differs
   */
  static void check(Configuration conf, Manifest frames, CorpusSettings wanted, Path folder) {
    Map<String, Object> made = frames.corpus().keys(conf, frames);
    List<String> differences = new ArrayList<>();
    wanted
        .keys(conf, frames.corpus())
        .forEach(
            (key, value) -> {
              if (!value.equals(made.get(key))) {
                differences.add(
                    "%s %s instead of %s".formatted(key, made.getOrDefault(key, NOTHING), value));
              }
            });
    if (!differences.isEmpty()) {
      throw new UserErrorException(
          "The frames in %s were not made with this configuration but with %s: preprocess again, or use the configuration they were made with"
              .formatted(folder, String.join(", ", differences)));
    }
  }

  /**
   * Checks that a model can read frames and answers with their classes.
   *
   * @throws UserErrorException if its kind of data, encoder or classes differ from theirs
   */
  static void check(
      Configuration conf, Manifest frames, Path folder, TrainedModel trained, Path file) {
    ModelProvenance model = trained.provenance();
    if (!model.kind().equals(frames.corpus().kind())) {
      throw new UserErrorException(
          "Model %s is of data of kind %s, but the frames in %s are of %ss: evaluate on frames preprocessed as the model's were"
              .formatted(file, model.kind(), folder, frames.corpus().terms().example()));
    }
    if (!frames.classes().equals(model.classes())) {
      throw new UserErrorException(
          "Model %s knows the classes %s, but the frames in %s have %s: use frames with the model's classes"
              .formatted(file, model.classes(), folder, frames.classes()));
    }
    frames
        .corpus()
        .misfit(trained, conf, frames, folder)
        .ifPresent(
            other -> {
              throw new UserErrorException(
                  "Model %s was trained on frames of %s in %s: evaluate on frames preprocessed as the model's were"
                      .formatted(file, other, folder));
            });
  }
}
