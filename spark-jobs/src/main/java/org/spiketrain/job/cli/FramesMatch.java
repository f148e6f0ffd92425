package org.spiketrain.job.cli;

import org.apache.hadoop.fs.Path;
import org.spiketrain.model.UserErrorException;
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
    if (!frames.letters().equals(wanted.letters()) || !frames.split().equals(wanted.split())) {
      throw new UserErrorException(
          "The frames in %s were made with %s and %s, but the configuration says %s and %s: preprocess again, or use the configuration they were made with"
              .formatted(
                  folder, frames.letters(), frames.split(), wanted.letters(), wanted.split()));
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
          "Model %s reads %s, but the frames in %s have %s: preprocess with the model's letters"
              .formatted(file, model.input(), folder, frames.letters()));
    }
    if (!frames.classes().equals(model.classes())) {
      throw new UserErrorException(
          "Model %s knows the classes %s, but the frames in %s have %s: use frames with the model's classes"
              .formatted(file, model.classes(), folder, frames.classes()));
    }
  }
}
