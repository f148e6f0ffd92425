package org.spiketrain.train;

import java.io.Serializable;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.spiketrain.model.api.NetworkInput;
import org.spiketrain.model.api.NetworkInput.SentenceSize;
import org.spiketrain.model.encode.SentenceMinibatch;
import org.spiketrain.model.encode.WordInput;
import org.spiketrain.model.frames.Augmentation;
import org.spiketrain.model.frames.FrameShard;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.frames.Minibatch;
import org.spiketrain.model.frames.MinibatchSource;
import org.spiketrain.model.zoo.SpikingClassifier;

/** Makes the input of a network of stored examples. Broadcast once a training. */
interface ExampleReader extends Serializable {
  NetworkInput input();

  MinibatchSource minibatches(FrameShard shard, int classes);

  /** Time steps of the longest example of a shard, as the network sees it. */
  int mostTimeSteps(FrameShard shard);

  /** Columns of a minibatch of a shard. */
  default int columns(FrameShard shard) {
    return input().channels();
  }

  SpikingClassifier classifier(MultiLayerNetwork network);

  /** Reads frames as they are, but for random changes in training. */
  record OfFrames(NetworkInput input, Augmentation augmentation) implements ExampleReader {
    @Override
    public MinibatchSource minibatches(FrameShard shard, int classes) {
      return new Minibatch(shard, classes, input.coding(), augmentation);
    }

    @Override
    public int mostTimeSteps(FrameShard shard) {
      return shard.mostTimeSteps();
    }

    @Override
    public int columns(FrameShard shard) {
      return input.coding() == InputCoding.EVENTS
          ? Math.max(1, shard.mostEntries())
          : input.channels();
    }

    @Override
    public SpikingClassifier classifier(MultiLayerNetwork network) {
      return new SpikingClassifier(network);
    }
  }

  /** Reads the words of sentences, in training with random changes. */
  record OfWords(WordInput sentences, SentenceSize size, Augmentation augmentation)
      implements ExampleReader {
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
    public SpikingClassifier classifier(MultiLayerNetwork network) {
      return new SpikingClassifier(network, sentences);
    }
  }
}
