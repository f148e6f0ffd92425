package org.spiketrain.model.encode;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.spiketrain.model.array.NativeFloats;
import org.spiketrain.model.frames.Augmentation;
import org.spiketrain.model.frames.FrameShard;
import org.spiketrain.model.frames.MinibatchSource;

/**
 * Minibatches of sentences: a shard holds the numbers of their words, of which the spikes are drawn
 * here, the same each time for the same words. Features [batch, channels, time], labels [batch,
 * classes], each row one-hot times the sentence's weight.
 *
 * @param shard sentences as one-hot frames of the vocabulary, a word a step
 * @param classes number of classes
 * @param input how words become the network's input
 * @param augmentation random changes of the sentences: words can be taken for unknown ones, which
 *     is word dropout (Iyyer et al. 2015), and nothing else
 */
public record SentenceMinibatch(
    FrameShard shard, int classes, WordInput input, Augmentation augmentation)
    implements MinibatchSource {
  /**
   * @throws IllegalArgumentException if words were to be moved
   */
  public SentenceMinibatch {
    if (augmentation.movesEntries()) {
      throw new IllegalArgumentException("Words cannot be moved: only leave some out");
    }
  }

  @Override
  public DataSet of(int[] examples, SplittableRandom random) {
    int channels = input.channels();
    int batch = examples.length;
    float[] features = new float[Math.multiplyExact(input.timeSteps() * batch, channels)];
    INDArray labels = Nd4j.zeros(batch, classes);
    for (int b = 0; b < batch; b++) {
      labels.putScalar(b, shard.label(examples[b]), shard.weight(examples[b]));
      int[] sentence = words(examples[b], random);
      input.draw(sentence, 0, sentence.length, features, b * channels, batch * channels);
    }
    INDArray timeMajor =
        NativeFloats.vector(features).reshape('c', input.timeSteps(), batch, channels);
    return new DataSet(timeMajor.permute(1, 2, 0), labels);
  }

  private int[] words(int example, SplittableRandom random) {
    int[] words = new int[shard.timeSteps(example)];
    Arrays.setAll(
        words,
        w ->
            augmentation.drops(random)
                ? RateTable.UNKNOWN
                : shard.channelOf(shard.firstEntry(example, w)));
    return words;
  }
}
