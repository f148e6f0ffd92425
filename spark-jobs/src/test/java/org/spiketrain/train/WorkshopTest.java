package org.spiketrain.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.spiketrain.model.array.NativeFloats;
import org.spiketrain.model.compress.DeltaForm;
import org.spiketrain.model.layer.Recomputation;
import org.spiketrain.model.updater.FusedAdam;
import org.spiketrain.model.updater.PlainUpdater;
import org.spiketrain.train.Exchange.UpdaterState;
import org.spiketrain.train.RoundTask.RoundStart;

class WorkshopTest {
  private static final int MINIBATCHES = 4;

  private static MultiLayerConfiguration configuration() {
    return new NeuralNetConfiguration.Builder()
        .dataType(DataType.FLOAT)
        .miniBatch(false)
        .updater(new FusedAdam(0.1))
        .list()
        .layer(new OutputLayer.Builder().nIn(3).nOut(2).build())
        .build();
  }

  private static Workshop workshop(UpdaterState state) {
    return new Workshop(
        new Workshop.Plan(1, 2, ClassBalance.NATURAL, 1, "auto", Recomputation.NONE),
        configuration().toJson(),
        null,
        new Exchange(state, DeltaForm.NONE, 1),
        Optional.empty());
  }

  private static RoundStart start(Workshop workshop, int round) {
    return new RoundStart(
        new FloatVector(new float[] {1, 2, 3, 4, 5, 6, 7, 8}),
        new FloatVector(new float[workshop.exchange().isAveraged() ? 16 : 0]),
        null,
        round,
        round == 0,
        false,
        (long) round * MINIBATCHES,
        MINIBATCHES);
  }

  private static float[] trained(MultiLayerNetwork network) {
    INDArray input = Nd4j.createFromArray(new float[][] {{1, -1, 2}});
    INDArray labels = Nd4j.createFromArray(new float[][] {{0, 1}});
    for (int k = 0; k < MINIBATCHES; k++) {
      network.fit(input, labels);
    }
    return NativeFloats.copy(network.params());
  }

  /** DL4J forgets the updater with what the last minibatch has left, and makes a slower one. */
  @ParameterizedTest
  @EnumSource(UpdaterState.class)
  void aNetworkThatWasUsedBeforeIsAsANewOne(UpdaterState state) {
    Workshop workshop = workshop(state);
    MultiLayerNetwork first = workshop.take(start(workshop, 0));
    trained(first);
    workshop.giveBack(first);
    MultiLayerNetwork again = workshop.take(start(workshop, 1));
    assertThat(again).isSameAs(first);
    assertThat(again.getUpdater()).isInstanceOf(PlainUpdater.class);
    MultiLayerNetwork fresh = workshop.take(start(workshop, 1));
    assertThat(fresh).isNotSameAs(first);
    assertThat(trained(again)).isEqualTo(trained(fresh));
  }
}
