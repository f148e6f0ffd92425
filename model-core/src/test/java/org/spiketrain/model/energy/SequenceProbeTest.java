package org.spiketrain.model.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.spiketrain.model.api.NetworkInput;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.zoo.NetworkSettings;

/** Networks whose first neuron fires at each of three steps, and everything counted by hand. */
class SequenceProbeTest {
  private static final int CHANNELS = 4;
  private static final Example LETTERS =
      new Example(0, 1, "", SpikeFrames.oneHot(CHANNELS, new int[] {0, 3, 1}));

  private static MultiLayerNetwork network(String stack, String loss) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NetworkSettings(stack, loss)
                .configuration(
                    NetworkInput.of(CHANNELS, InputCoding.EVENTS),
                    2,
                    NetworkSettings.Optimisation.NONE,
                    1));
    network.init();
    return network;
  }

  private static MultiLayerNetwork firing(String first) {
    MultiLayerNetwork network = network(first + " | leaky(classes, beta = 0.5)", "mse-count");
    network.params().assign(0);
    for (int channel = 0; channel < CHANNELS; channel++) {
      network.getLayer(0).getParam("W").putScalar(channel, 0, 2);
    }
    return network;
  }

  private static Map<String, Object> metrics(MultiLayerNetwork network, int times) {
    SequenceProbe probe = new SequenceProbe(network);
    SequenceTally tally = probe.nothing();
    for (int k = 0; k < times; k++) {
      tally = tally.merge(probe.run(LETTERS, probe.nothing()));
    }
    assertThat(tally.examples()).isEqualTo(times);
    return probe.neuroBench(tally).orElseThrow();
  }

  @Test
  void neuroBenchsMetricsHaveItsNames() {
    // 3 letters that reach one neuron each by a weight that is not 0; 8 and 4 weights are called 3
    // times, of which 8 are 0. Of 6 + 6 outputs 3 are spikes. 8 + 2 + 4 + 2 parameters.
    assertThat(metrics(firing("leaky(2, beta = 0.5)"), 2))
        .containsExactly(
            entry("Footprint", 64L),
            entry("ConnectionSparsity", 0.6667),
            entry("ClassificationAccuracy", 0.0),
            entry("ActivationSparsity", 0.75),
            entry(
                "SynapticOperations",
                Map.of("Effective_MACs", 0.0, "Effective_ACs", 3.0, "Dense", 36.0)));
  }

  @Test
  void whatReturnsIsOfTheStepBefore() {
    MultiLayerNetwork network = firing("leaky(2, beta = 0.5, recurrence = all-to-all)");
    network.getLayer(0).getParam("RW").putScalar(0, 1, -1);
    // Two spikes return by one weight that is not 0; the 4 weights are called 3 times.
    assertThat(metrics(network, 1))
        .containsEntry(
            "SynapticOperations",
            Map.of("Effective_MACs", 0.0, "Effective_ACs", 3.0 + 2, "Dense", 36.0 + 12))
        .containsEntry("ConnectionSparsity", 0.6875);
  }

  @Test
  void valuesAreMultiplied() {
    MultiLayerNetwork network = network("lstm(2) | readout(last)", "cross-entropy");
    network.params().assign(1);
    // 3 letters for 8 inputs of the gates; 2 values return twice to 8; the readout multiplies 4.
    assertThat(metrics(network, 1))
        .containsEntry(
            "SynapticOperations",
            Map.of(
                "Effective_MACs", 32.0 + 4, "Effective_ACs", 24.0, "Dense", 3 * 32 + 3 * 16 + 4.0))
        .containsEntry("ConnectionSparsity", 0.0)
        .containsEntry("ActivationSparsity", 0.0);
  }

  @Test
  void severalSpikesInAStepAreValuesToNeuroBench() {
    SequenceProbe probe = new SequenceProbe(firing("leaky(2, beta = 0.5)"));
    SpikeFrames two =
        new SpikeFrames(CHANNELS, new int[] {0, 1, 2}, new int[] {2, 2}, new float[] {2, 1});
    SequenceTally tally = probe.run(new Example(0, 0, "", two), probe.nothing());

    assertThat(probe.neuroBench(tally).orElseThrow())
        .containsEntry(
            "SynapticOperations",
            Map.of("Effective_MACs", 1.0, "Effective_ACs", 1.0, "Dense", 24.0))
        .containsEntry("ClassificationAccuracy", 1.0);
  }

  @Test
  void operationsAreThoseOfEachLayerAndTheSumOfAll() {
    MultiLayerNetwork network = firing("leaky(2, beta = 0.5, recurrence = all-to-all)");
    SequenceProbe probe = new SequenceProbe(network);
    SequenceTally tally = probe.run(LETTERS, probe.nothing());

    assertThat(probe.layers()).containsExactly("1: leaky(2)", "2: leaky(2)");
    // As SequenceOperationsTest has the sum: the second layer's spikes reach 2 neurons each.
    assertThat(tally.operations())
        .containsExactly(
            new Operations(6, 12, 18, 18, 18, 6, 3),
            new Operations(6, 6, 12, 12, 12, 3, 0),
            Operations.NONE);
    assertThat(tally.operations().stream().reduce(Operations.NONE, Operations::plus))
        .isEqualTo(SequenceOperations.of(network).orElseThrow().of(LETTERS.frames()));
    assertThat(tally.activity().firingRates())
        .containsExactly(new double[] {1, 0}, new double[] {0, 0});
    assertThat(tally.accuracies()).containsExactly(0.0, 0.0, 0.0);
    assertThat(tally.meanSteps()).isEqualTo(3);
    assertThat(probe.spikes(LETTERS.frames()))
        .containsOnlyKeys("1: leaky(2)", "2: leaky(2)")
        .containsEntry("1: leaky(2)", SpikeFrames.oneHot(2, new int[] {0, 0, 0}));
  }

  @Test
  void operationsThatAreNotKnownAreLeftOut() {
    SequenceProbe probe =
        new SequenceProbe(
            network("leaky(classes, recurrence = all-to-all, output = membrane)", "ce-last"));
    SequenceTally tally = probe.run(LETTERS, probe.nothing());

    assertThat(tally.operations()).isEqualTo(List.of());
    assertThat(probe.neuroBench(tally)).isEmpty();
    assertThat(tally.accuracies()).hasSize(3);
  }

  @Test
  void aNetworkThatReadsBothWaysHasNoAnswerBeforeTheEnd() {
    SequenceProbe probe =
        new SequenceProbe(
            network("spiking-lstm(3, bidirectional = true) | readout(mean)", "cross-entropy"));
    SequenceTally tally = probe.run(LETTERS, probe.nothing());

    assertThat(tally.accuracies()).isEmpty();
    assertThat(tally.operations()).hasSize(2);
    assertThat(tally.activity().firingRates().get(0)).hasSize(6);
  }
}
