package org.spiketrain.evaluate;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.spiketrain.data.FrameParquet.Annotated;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.metrics.TopClasses;
import org.spiketrain.model.zoo.FrameClassifier;
import org.spiketrain.score.ScoringModel;

/**
 * A classifier that the evaluated network is compared with.
 *
 * @param key what it is called in {@code metrics.json}
 * @param title what it is called for a reader
 */
public record Opponent(String key, String title, Answers answers) implements Serializable {
  /** What a classifier says to an example. */
  @FunctionalInterface
  public interface Answers extends Serializable {
    /** Probabilities of the classes of the frames; all 0 where it cannot read the example. */
    double[] of(Annotated example);
  }

  /** One that reads the frames. */
  public static Opponent ofFrames(String key, String title, FrameClassifier classifier) {
    return new Opponent(
        key,
        title,
        example -> TopClasses.exact(classifier.probabilitiesOf(example.example().frames())));
  }

  /**
   * One that reads the texts in its own way.
   *
   * @param classes names of the classes by the frames' labels
   * @throws UserErrorException if it knows other classes than these
   */
  public static Opponent ofTexts(
      String key, String title, ScoringModel model, List<String> classes) {
    if (!classes.containsAll(model.classes())) {
      throw new UserErrorException(
          "%s knows the classes %s, but the examples are of %s: they cannot be compared"
              .formatted(title, model.classes(), classes));
    }
    int[] labels = model.classes().stream().mapToInt(classes::indexOf).toArray();
    int all = classes.size();
    return new Opponent(
        key,
        title,
        example -> {
          double[] probabilities = new double[all];
          Optional<SpikeFrames> frames =
              Optional.ofNullable(example.original()).flatMap(text -> model.read(text).frames());
          if (frames.isPresent()) {
            float[] known = model.classifier().probabilitiesOf(frames.get());
            for (int c = 0; c < labels.length; c++) {
              probabilities[labels[c]] = known[c];
            }
          }
          return probabilities;
        });
  }
}
