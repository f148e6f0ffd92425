package org.spiketrain.train;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.spiketrain.model.api.NetworkInput;
import org.spiketrain.model.api.SentenceSize;
import org.spiketrain.model.encode.SentenceInput;
import org.spiketrain.model.encode.SentenceMinibatch;
import org.spiketrain.model.encode.WordInput;
import org.spiketrain.model.encode.WordNumbers;
import org.spiketrain.model.frames.Augmentation;
import org.spiketrain.model.frames.FrameShard;
import org.spiketrain.model.frames.MinibatchSource;
import org.spiketrain.model.zoo.LossAwareClassifier;
import org.spiketrain.model.zoo.SentenceClassifier;
import org.spiketrain.model.zoo.SpikingClassifier;

/**
 * Reads the words of sentences.
 *
 * @param sentences how words become the network's input
 * @param size sizes of the sentences
 * @param augmentation random changes in training
 */
record SentenceReader(WordInput sentences, SentenceSize size, Augmentation augmentation)
    implements ExampleReader {
  /** Draws spikes of the words. */
  static SentenceReader ofSpikes(SentenceInput sentences, Augmentation augmentation) {
    return new SentenceReader(sentences, sentences.size(), augmentation);
  }

  /** Outputs the words by number, for a network that learns their rates. */
  static SentenceReader ofNumbers(SentenceInput sentences, Augmentation augmentation) {
    return new SentenceReader(new WordNumbers(sentences.words()), sentences.size(), augmentation);
  }

  @Override
  public NetworkInput input() {
    return NetworkInput.ofSentences(sentences.channels(), size);
  }

  @Override
  public MinibatchSource minibatches(FrameShard shard, int classes) {
    return new SentenceMinibatch(shard, classes, sentences, augmentation);
  }

  @Override
  public int mostTimeSteps(FrameShard shard) {
    return sentences.timeSteps();
  }

  @Override
  public LossAwareClassifier classifier(MultiLayerNetwork network) {
    return new SentenceClassifier(sentences, new SpikingClassifier(network));
  }
}
