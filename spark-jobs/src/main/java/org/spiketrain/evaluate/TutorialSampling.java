package org.spiketrain.evaluate;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.spiketrain.model.metrics.ConfusionMatrix;

/**
 * The names tutorial's way to a confusion matrix: draw a language uniformly, then one of its names
 * uniformly, with replacement, from all data, and count what is predicted for it.
 *
 * <p>Drawing a name and looking up its prediction is drawing from the predictions of its language,
 * so the confusion matrix of all data is all that is needed. The tutorial divides each column by
 * the number of draws of the true language of the same index; here each row is divided by the draws
 * of its own true language, as {@link ConfusionMatrix#rowNormalised} does.
 */
final class TutorialSampling {
  private TutorialSampling() {}

  /** Draws pairs of true and predicted class; classes without examples are not drawn. */
  static ConfusionMatrix draw(ConfusionMatrix all, int pairs, long seed) {
    int[] drawable = IntStream.range(0, all.classes()).filter(c -> all.rowTotal(c) > 0).toArray();
    ConfusionMatrix sampled = new ConfusionMatrix(all.classes());
    SplittableRandom random = new SplittableRandom(seed);
    for (int pair = 0; pair < pairs && drawable.length > 0; pair++) {
      int truth = drawable[random.nextInt(drawable.length)];
      sampled.add(truth, predictionOf(all, truth, random.nextLong(all.rowTotal(truth))));
    }
    return sampled;
  }

  private static int predictionOf(ConfusionMatrix all, int truth, long name) {
    int predicted = 0;
    for (long left = name - all.count(truth, 0); left >= 0; left -= all.count(truth, predicted)) {
      predicted++;
    }
    return predicted;
  }
}
