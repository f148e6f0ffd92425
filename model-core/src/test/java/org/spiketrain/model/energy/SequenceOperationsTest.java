package org.spiketrain.model.energy;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.spiketrain.model.api.NetworkInput;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.updater.FusedAdam;
import org.spiketrain.model.zoo.NetworkSettings;

class SequenceOperationsTest {
  private static final int CHANNELS = 4;
  private static final SpikeFrames THREE_LETTERS =
      SpikeFrames.oneHot(CHANNELS, new int[] {0, 3, 1});

  private static MultiLayerNetwork network(String stack, String loss) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NetworkSettings(stack, loss)
                .configuration(
                    NetworkInput.of(CHANNELS, InputCoding.EVENTS),
                    2,
                    new NetworkSettings.Optimisation(new FusedAdam(0.01), 0, 0),
                    1));
    network.init();
    return network;
  }

  /** The first of two neurons fires at each step, nothing else does. */
  private static Operations ofFirstNeuronFiring(String first) {
    MultiLayerNetwork network = network(first + " | leaky(classes, beta = 0.5)", "mse-count");
    network.params().assign(0);
    for (int channel = 0; channel < CHANNELS; channel++) {
      network.getLayer(0).getParam("W").putScalar(channel, 0, 2);
    }
    return SequenceOperations.of(network).orElseThrow().of(THREE_LETTERS);
  }

  @Test
  void anLstmLooksUpLettersAndMultipliesWhatItGaveBefore() {
    // 8 weighted inputs: 3 letters are 24 additions, 6 values that return 48 products, and each
    // input is updated 3 times; 4 products and 2 sums of the readout.
    assertThat(
            SequenceOperations.of(network("lstm(2) | readout(last)", "cross-entropy"))
                .orElseThrow()
                .of(THREE_LETTERS))
        .isEqualTo(new Operations(48 + 24 + 4, 24 + 2, 24 + 48 + 24 + 6, 6, 6, 3 + 48 + 4, 6 + 2));
  }

  @Test
  void anRnnHasNoGatesToMultiplyWithAndAMeanAddsAllSteps() {
    assertThat(
            SequenceOperations.of(network("rnn(2) | readout(mean)", "cross-entropy"))
                .orElseThrow()
                .of(THREE_LETTERS))
        .isEqualTo(
            new Operations(12 + 4, 6 + 6 + 2 + 6, 6 + 12 + 6 + 6, 0, 0, 3 + 12 + 4 + 6, 6 + 2));
  }

  @Test
  void spikesReachAllNeuronsBehindThem() {
    assertThat(ofFirstNeuronFiring("leaky(2, beta = 0.5)"))
        .isEqualTo(new Operations(6 + 6, 6 + 6, 12 + 12, 12 + 12, 12 + 12, 3 + 3, 3));
  }

  @Test
  void spikesThatReturnReachThemToo() {
    assertThat(ofFirstNeuronFiring("leaky(2, beta = 0.5, recurrence = all-to-all)"))
        .isEqualTo(new Operations(6 + 6, 12 + 6, 18 + 12, 18 + 12, 18 + 12, 6 + 3, 3));
  }

  @Test
  void valuesFromIntegratorsAreMultipliedAndSpikesAddedByTheLayerBehind() {
    MultiLayerNetwork network =
        network(
            "spiking-lstm(2, cell-state = clipped, integrators = 2, integrator-beta = 0.9) | spiking-lstm(1) | readout(last)",
            "cross-entropy");
    network.params().assign(-1);
    network.getLayer(1).getParam("W").assign(0);
    // No spike at all: 6 values of integrators reach 4 inputs of the second layer's neuron. The
    // first layer looks up 3 letters for 8 inputs of its neurons and for both integrators.
    Operations counted = SequenceOperations.of(network).orElseThrow().of(THREE_LETTERS);
    long updates = 3 * (8 + 2 + 4);
    assertThat(counted.multiplyAccumulates()).isEqualTo(updates + 6 * 4 + 2);
    assertThat(counted.accumulates()).isEqualTo(3 * (8 + 2) + 2);
  }

  private static Operations ofOneStep(float value) {
    return SequenceOperations.of(network("lstm(2) | readout(last)", "cross-entropy"))
        .orElseThrow()
        .of(new SpikeFrames(CHANNELS, new int[] {0, 1}, new int[] {2}, new float[] {value}));
  }

  @Test
  void severalSpikesOfAChannelInOneStepAreAddedEach() {
    long weights = 8;
    assertThat(ofOneStep(3).accumulates()).isEqualTo(ofOneStep(1).accumulates() + 2 * weights);
    assertThat(ofOneStep(3).multiplyAccumulates()).isEqualTo(ofOneStep(1).multiplyAccumulates());
  }

  @Test
  void whatIsNoNumberOfSpikesIsMultiplied() {
    long weights = 8;
    assertThat(ofOneStep(0.5f).accumulates()).isEqualTo(ofOneStep(1).accumulates() - weights);
    assertThat(ofOneStep(0.5f).multiplyAccumulates())
        .isEqualTo(ofOneStep(1).multiplyAccumulates() + weights);
  }
}
