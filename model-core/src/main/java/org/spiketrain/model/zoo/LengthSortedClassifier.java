package org.spiketrain.model.zoo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.spiketrain.model.frames.SpikeFrames;

/**
 * Hands any number of examples to another classifier in minibatches of about equally long ones, so
 * that little is computed on padding. Answers come back in the order of the examples.
 */
public final class LengthSortedClassifier implements FrameClassifier {
  private final FrameClassifier classifier;
  private final int batchSize;

  /**
   * Wraps a classifier.
   *
   * @param classifier does the work
   * @param batchSize most examples it is given at once, at least 1
   */
  public LengthSortedClassifier(FrameClassifier classifier, int batchSize) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batch size %d: expected at least 1".formatted(batchSize));
    }
    this.classifier = classifier;
    this.batchSize = batchSize;
  }

  @Override
  public float[][] probabilities(List<SpikeFrames> examples) {
    int[] order =
        IntStream.range(0, examples.size())
            .boxed()
            .sorted(Comparator.comparingInt(i -> examples.get(i).timeSteps()))
            .mapToInt(Integer::intValue)
            .toArray();
    float[][] answers = new float[examples.size()][];
    for (int from = 0; from < order.length; from += batchSize) {
      answerBatch(examples, order, from, Math.min(from + batchSize, order.length), answers);
    }
    return answers;
  }

  private void answerBatch(
      List<SpikeFrames> examples, int[] order, int from, int to, float[][] answers) {
    List<SpikeFrames> batch = new ArrayList<>(to - from);
    for (int k = from; k < to; k++) {
      batch.add(examples.get(order[k]));
    }
    float[][] probabilities = classifier.probabilities(batch);
    for (int k = from; k < to; k++) {
      answers[order[k]] = probabilities[k - from];
    }
  }
}
