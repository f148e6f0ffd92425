package org.spiketrain.train;

import java.io.Serializable;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.spiketrain.model.api.NetworkInput;
import org.spiketrain.model.frames.FrameShard;
import org.spiketrain.model.frames.MinibatchSource;
import org.spiketrain.model.zoo.LossAwareClassifier;

/** Makes the input of a network of stored examples. Broadcast once a training. */
interface ExampleReader extends Serializable {
  /** Input of the network. */
  NetworkInput input();

  /** Minibatches of a shard. */
  MinibatchSource minibatches(FrameShard shard, int classes);

  /** Time steps of the longest example of a shard, as the network sees it. */
  int mostTimeSteps(FrameShard shard);

  /** The network as a classifier of stored examples. */
  LossAwareClassifier classifier(MultiLayerNetwork network);
}
