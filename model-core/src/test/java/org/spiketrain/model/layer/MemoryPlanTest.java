package org.spiketrain.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.SequenceLoss;
import org.spiketrain.model.updater.FusedAdam;

class MemoryPlanTest {
  private static final int STEPS = 60;
  private static final int BATCH = 32;
  private static final int INPUTS = 40;

  private static MultiLayerNetwork network() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new FusedAdam(1e-3))
                .miniBatch(false)
                .list()
                .layer(new SequenceLayer.Builder("lstm").nOut(64).build())
                .layer(new SequenceLayer.Builder("leaky(recurrence = all-to-all)").nOut(64).build())
                .layer(new SequenceLayer.Builder("leaky").nOut(5).build())
                .layer(new SpikeLoss.Builder(SequenceLoss.parse("ce-count")).build())
                .setInputType(InputType.recurrent(INPUTS))
                .build());
    network.init();
    return network;
  }

  @Test
  void aStepTakesNoMoreThanPlannedAndNotMuchLess() {
    MultiLayerNetwork network = network();
    INDArray x = TimeMajor.view(Nd4j.rand(DataType.FLOAT, STEPS, BATCH, INPUTS), RNNFormat.NCW);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, BATCH, 5);
    labels.getColumn(2).assign(1);
    long before = Pointer.totalBytes();
    network.fit(x, labels);
    // What JavaCPP counts: the kernels' own memory, without ND4J's workspaces.
    long kernels = Pointer.totalBytes() - before;
    long planned = MemoryPlan.of(network).bytes(STEPS, BATCH);
    long activations = 2L * (64 + 64 + 5) + INPUTS + 64 + 64;
    long plannedForKernels = planned - activations * STEPS * BATCH * Float.BYTES;
    assertThat(kernels).isBetween(plannedForKernels / 2, plannedForKernels);
  }

  @Test
  void ofManyChannelsThoseCountThatAMinibatchHolds() {
    MultiLayerNetwork network = network();
    long all = MemoryPlan.of(network).bytes(STEPS, BATCH);
    long some = MemoryPlan.of(network, 3).bytes(STEPS, BATCH);
    assertThat(all - some).isEqualTo((INPUTS - 3L) * STEPS * BATCH * Float.BYTES);
  }

  @Test
  void namesTheBatchThatWouldFit() {
    MemoryPlan plan = MemoryPlan.of(network());
    long halfOf128 = plan.bytes(STEPS, 64);
    assertThat(plan.largestBatch(STEPS, halfOf128)).isEqualTo(64);
    assertThatCode(() -> plan.check(STEPS, 64, halfOf128)).doesNotThrowAnyException();
    assertThatThrownBy(() -> plan.check(STEPS, 128, halfOf128))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("128 examples of 60 time steps")
        .hasMessageContaining("training.batch-size 64 would fit");
    assertThatThrownBy(() -> plan.check(STEPS, 1, 1000))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("not even one example fits");
  }
}
