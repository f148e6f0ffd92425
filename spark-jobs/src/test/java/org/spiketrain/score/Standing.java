package org.spiketrain.score;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.zoo.FrameClassifier;

/**
 * Stands still once so much is done, for its process to be killed.
 *
 * @param folder where what is done is counted
 * @param name pattern of the names of what is counted
 * @param most how many are done without waiting
 */
public record Standing(FrameClassifier classifier, String folder, String name, int most)
    implements FrameClassifier, Serializable {
  private static final int PAUSE_MILLIS = 50;

  /** A model that does. */
  public static ScoringModel model(ScoringModel model, Path folder, String name, int most) {
    return new ScoringModel(
        new Standing(model.classifier(), folder.toString(), name, most),
        model.classes(),
        model.terms(),
        model.encoder());
  }

  @Override
  public float[][] probabilities(List<SpikeFrames> batch) {
    while (count(Path.of(folder), name) >= most) {
      pause();
    }
    return classifier.probabilities(batch);
  }

  /** Number of files and folders in a folder whose names match. */
  public static long count(Path folder, String name) {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().matches(name)).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
