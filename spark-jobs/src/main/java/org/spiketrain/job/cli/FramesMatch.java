package org.spiketrain.job.cli;

import java.util.List;
import org.apache.hadoop.fs.Path;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.encode.LetterEncoder;
import org.spiketrain.model.zoo.ModelProvenance;
import org.spiketrain.preprocess.NamesSettings;
import org.spiketrain.preprocess.parquet.Manifest;

/** Keeps frames from being used with what they were not made for. */
final class FramesMatch {
  private FramesMatch() {}

  /**
   * Checks that frames are what the configuration asks for. Path and seed may differ: the same
   * frames may be trained on with several seeds, and may have been moved.
   *
   * @throws UserErrorException if their letters or their split differ
   */
  static void check(Manifest frames, NamesSettings wanted, Path folder) {
    if (!configured(frames.letters()).equals(configured(wanted.letters()))
        || !frames.split().equals(wanted.split())) {
      throw new UserErrorException(
          "The frames in %s were made with %s and %s, but the configuration says %s and %s: preprocess again, or use the configuration they were made with"
              .formatted(
                  folder,
                  configured(frames.letters()),
                  frames.split(),
                  configured(wanted.letters()),
                  wanted.split()));
    }
  }

  /**
   * Checks that a model can read frames and answers with their classes.
   *
   * @throws UserErrorException if its letters or classes differ from theirs
   */
  static void check(Manifest frames, Path folder, ModelProvenance model, Path file) {
    if (!frames.letters().equals(model.input())) {
      throw new UserErrorException(
          "Model %s reads %s, but the frames in %s have %s, or another vocabulary: evaluate on frames preprocessed as the model's were"
              .formatted(file, configured(model.input()), folder, configured(frames.letters())));
    }
    if (!frames.classes().equals(model.classes())) {
      throw new UserErrorException(
          "Model %s knows the classes %s, but the frames in %s have %s: use frames with the model's classes"
              .formatted(file, model.classes(), folder, frames.classes()));
    }
  }

  /** Without the n-grams that preprocessing has counted: settings as a configuration has them. */
  private static LetterEncoder.Settings configured(LetterEncoder.Settings settings) {
    return settings.withVocabulary(List.of());
  }
}
