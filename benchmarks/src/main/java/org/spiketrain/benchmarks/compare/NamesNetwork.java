package org.spiketrain.benchmarks.compare;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.kernel.Pooling;
import org.spiketrain.model.kernel.SpikingLstmCell.CellState;
import org.spiketrain.model.updater.FusedAdam;
import org.spiketrain.model.zoo.NetworkFactory;
import org.spiketrain.model.zoo.NetworkSettings;

/** The network of SpikingJelly's names tutorial, as {@code conf/names-tutorial.conf} sets it. */
final class NamesNetwork {
  private static final double LEARNING_RATE = 1e-4;
  private static final long SEED = 1;

  private NamesNetwork() {}

  static MultiLayerNetwork of(Work work) {
    NetworkSettings settings =
        new NetworkSettings(
            "",
            NetworkSettings.Cell.SPIKING_LSTM,
            work.hidden(),
            1,
            NetworkSettings.Direction.FORWARD,
            1,
            0,
            0,
            0,
            CellState.UNBOUNDED,
            "erf(2)",
            "erf(2)",
            0,
            Pooling.LAST_STEP,
            "softmax-mse");
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            NetworkFactory.configuration(
                settings,
                new NetworkFactory.Input(work.inputs(), 0, InputCoding.EVENTS),
                work.classes(),
                new NetworkFactory.Optimisation(new FusedAdam(LEARNING_RATE), 0, 0),
                SEED));
    network.init();
    return network;
  }
}
