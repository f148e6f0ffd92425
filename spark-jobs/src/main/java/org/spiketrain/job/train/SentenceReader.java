package org.spiketrain.job.train;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.spiketrain.model.encode.SentenceInput;
import org.spiketrain.model.encode.SentenceMinibatch;
import org.spiketrain.model.frames.FrameShard;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.frames.MinibatchSource;
import org.spiketrain.model.zoo.JudgingClassifier;
import org.spiketrain.model.zoo.NetworkFactory;
import org.spiketrain.model.zoo.SentenceClassifier;
import org.spiketrain.model.zoo.SpikingClassifier;

/**
 * Reads the words of sentences and draws their spikes.
 *
 * @param sentences how words become spikes
 */
record SentenceReader(SentenceInput sentences) implements ExampleReader {
  @Override
  public NetworkFactory.Input input() {
    return new NetworkFactory.Input(
        sentences.channels(), sentences.channels(), InputCoding.DENSE, sentences.words());
  }

  @Override
  public MinibatchSource minibatches(FrameShard shard, int classes) {
    return new SentenceMinibatch(shard, classes, sentences);
  }

  @Override
  public int mostTimeSteps(FrameShard shard) {
    return sentences.timeSteps();
  }

  @Override
  public JudgingClassifier classifier(MultiLayerNetwork network) {
    return new SentenceClassifier(sentences, new SpikingClassifier(network));
  }
}
