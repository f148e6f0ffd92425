package org.spiketrain.train;

import org.apache.spark.api.java.JavaRDD;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.spiketrain.model.frames.Augmentation;
import org.spiketrain.model.frames.FrameShard;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.frames.Minibatch;
import org.spiketrain.model.frames.MinibatchSource;
import org.spiketrain.model.zoo.LossAwareClassifier;
import org.spiketrain.model.zoo.NetworkFactory;
import org.spiketrain.model.zoo.SentenceSize;
import org.spiketrain.model.zoo.SpikingClassifier;

/**
 * Reads frames as they are, but for random changes in training.
 *
 * @param input what the network reads
 * @param augmentation the changes
 */
record FrameReader(NetworkFactory.Input input, Augmentation augmentation) implements ExampleReader {
  /**
   * The reader of a training: of single spikes the numbers of their channels, unless entries are
   * moved about.
   *
   * @param channels channels of the frames
   * @param spikingChannels how many of the first ones the spiking cells read
   * @param words words that share the channels equally, 0 where there are none
   */
  static FrameReader of(
      JavaRDD<FrameShard> shards,
      int channels,
      int spikingChannels,
      int words,
      Augmentation augmentation) {
    boolean binary = shards.map(FrameShard::isBinary).reduce(Boolean::logicalAnd);
    boolean events = binary && words == 0 && !augmentation.movesEntries();
    InputCoding coding = events ? InputCoding.EVENTS : InputCoding.DENSE;
    SentenceSize sentence =
        words == 0 ? SentenceSize.NONE : new SentenceSize(words, 0, channels / words);
    return new FrameReader(
        new NetworkFactory.Input(channels, spikingChannels, coding, sentence), augmentation);
  }

  @Override
  public MinibatchSource minibatches(FrameShard shard, int classes) {
    return new Minibatch(shard, classes, input.coding(), augmentation);
  }

  @Override
  public int mostTimeSteps(FrameShard shard) {
    return shard.mostTimeSteps();
  }

  @Override
  public LossAwareClassifier classifier(MultiLayerNetwork network) {
    return new SpikingClassifier(network);
  }
}
