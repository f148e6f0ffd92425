package org.spiketrain.model.updater;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

class PlainUpdaterTest {
  private static final double RATE = 0.5;
  private static final double DECAY = 0.9;

  private static Stream<IUpdater> updaters() {
    return Stream.of(
        new FusedAdam(RATE),
        new FusedSgd(RATE, 0.9),
        new AMSGrad(RATE),
        new ScheduledAdaGrad(RATE, 1e-6));
  }

  private static MultiLayerNetwork network(IUpdater updater) {
    updater.setLrAndSchedule(RATE, new ExponentialSchedule(ScheduleType.ITERATION, RATE, DECAY));
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .dataType(DataType.FLOAT)
                .miniBatch(false)
                .updater(updater)
                .list()
                .layer(new DenseLayer.Builder().nIn(3).nOut(2).build())
                .layer(new OutputLayer.Builder().nIn(2).nOut(2).build())
                .build());
    network.init();
    network.setInput(Nd4j.zeros(1, 3));
    network.setLabels(Nd4j.zeros(1, 2));
    network.computeGradientAndScore();
    return network;
  }

  /** The updates of some iterations from 0, by gradients that are all 1. */
  private static double[] updates(MultiLayerNetwork network, PlainUpdater updater, int iterations) {
    double[] updates = new double[iterations];
    for (int iteration = 0; iteration < iterations; iteration++) {
      INDArray gradient = network.getFlattenedGradients().assign(1);
      updater.update(network.gradient(), iteration, 0, 1, LayerWorkspaceMgr.noWorkspaces());
      updates[iteration] = gradient.getDouble(0);
    }
    return updates;
  }

  /**
   * As Adam that has seen many iterations would take steps thrice as long where it has no state.
   */
  @ParameterizedTest
  @MethodSource("updaters")
  void beginsAnewWhileItsLearningRateGoesOn(IUpdater settings) {
    MultiLayerNetwork network = network(settings);
    PlainUpdater first = new PlainUpdater(network);
    double[] atFirst = updates(network, first, 3);
    PlainUpdater second = first.anew(3);
    double[] later = updates(network, second, 3);
    double[] muchLater = updates(network, second.anew(20), 3);
    for (int k = 0; k < 3; k++) {
      assertThat(later[k] / atFirst[k]).isCloseTo(Math.pow(DECAY, 3), within(1e-5));
      assertThat(muchLater[k] / atFirst[k]).isCloseTo(Math.pow(DECAY, 20), within(1e-5));
    }
  }
}
