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

  @Test
  void segmentsTakeNoMoreThanPlannedAndNotMuchLess() {
    MultiLayerNetwork network = network();
    int steps = 1000;
    MemoryPlan plan = MemoryPlan.of(network).cut(20);
    Recomputation.use(network, plan);
    INDArray x = TimeMajor.view(Nd4j.rand(DataType.FLOAT, steps, BATCH, INPUTS), RNNFormat.NCW);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, BATCH, 5);
    labels.getColumn(2).assign(1);
    long before = Pointer.totalBytes();
    network.fit(x, labels);
    long kernels = Pointer.totalBytes() - before;
    long activations = 2L * (64 + 64 + 5) + INPUTS + 64 + 64;
    long plannedForKernels = plan.bytes(steps, BATCH) - activations * steps * BATCH * Float.BYTES;
    assertThat(kernels).isBetween(plannedForKernels / 2, plannedForKernels);
    assertThat(plan.bytes(steps, BATCH)).isLessThan(plan.cut(1).bytes(steps, BATCH) * 6 / 10);
  }

  @Test
  void takesTheFewestSegmentsThatFit() {
    MemoryPlan plan = MemoryPlan.of(network());
    long less = plan.bytes(1000, BATCH) / 2;
    MemoryPlan fitting = plan.fitting(1000, BATCH, less);
    assertThat(fitting.segments()).isGreaterThan(1);
    assertThat(fitting.bytes(1000, BATCH)).isLessThanOrEqualTo(less);
    assertThat(plan.cut(fitting.segments() - 1).bytes(1000, BATCH)).isGreaterThan(less);
    assertThat(plan.fitting(1000, BATCH, 2 * less).segments()).isEqualTo(1);
    assertThat(plan.cut(5000).bytes(1000, BATCH)).isEqualTo(plan.cut(1000).bytes(1000, BATCH));
    assertThat(fitting.largestBatch(1000, less)).isGreaterThanOrEqualTo(BATCH);
    assertThatThrownBy(() -> plan.check(1000, BATCH, less))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("training.batch-size 15 would fit, and so would training.recompute");
    assertThatCode(() -> fitting.check(1000, BATCH, less)).doesNotThrowAnyException();
  }

  @Test
  void readsHowManySegmentsAConfigurationWants() {
    MemoryPlan plan = MemoryPlan.of(network());
    long less = plan.bytes(1000, BATCH) / 2;
    int fewest = plan.fitting(1000, BATCH, less).segments();
    assertThat(Recomputation.parse("0")).isEqualTo(Recomputation.NONE);
    assertThat(Recomputation.NONE.plan(plan, 1000, BATCH, less).segments()).isEqualTo(1);
    assertThat(Recomputation.parse("7").plan(plan, 1000, BATCH, less).segments()).isEqualTo(7);
    assertThat(Recomputation.parse("auto").plan(plan, 1000, BATCH, less).segments())
        .isEqualTo(fewest);
    for (String wrong : new String[] {"-1", "some", "65537", "1.5", ""}) {
      assertThatThrownBy(() -> Recomputation.parse(wrong))
          .isInstanceOf(UserErrorException.class)
          .hasMessageContaining(Recomputation.EXPECTED);
    }
  }
}
