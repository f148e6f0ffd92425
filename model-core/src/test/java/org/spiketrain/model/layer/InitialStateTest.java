package org.spiketrain.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.NetworkInput;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.zoo.NetworkSettings;
import org.spiketrain.model.zoo.NetworkSettings.Optimisation;

class InitialStateTest {
  private static final int CHANNELS = 3;
  private static final int BATCH = 50;
  private static final int STEPS = 4;

  /** Integrators with a decay of 1 output nothing but what they began with. */
  private static final String REMEMBERING = "integrator(20, beta = 1, initial-state = %s)";

  @Test
  void trainingBeginsWithNumbersBetweenZeroAndOne() {
    float[] first = activations(network("random"), true, 3);
    double mean = 0;
    for (float value : first) {
      assertThat(value).isBetween(0f, 1f);
      mean += value / first.length;
    }
    assertThat(mean).isBetween(0.45, 0.55);
    assertThat(Arrays.stream(boxed(first)).distinct().count()).isGreaterThan(BATCH * 20 * 9 / 10);
  }

  @Test
  void whatIsDrawnDependsOnTheSeedAlone() {
    MultiLayerNetwork network = network("random");
    float[] first = activations(network, true, 3);
    assertThat(activations(network, true, 3)).isEqualTo(first);
    assertThat(activations(network, true, 4)).isNotEqualTo(first);
  }

  @Test
  void inferenceAndOtherLayersBeginWithZero() {
    assertThat(activations(network("random"), false, 3)).containsOnly(0f);
    assertThat(activations(network("zero"), true, 3)).containsOnly(0f);
  }

  @Test
  void sequencesThatAreReadFromTheirEndsBeginWithZero() {
    assertThatThrownBy(() -> network("random, bidirectional = true"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("initial-state = random cannot go with bidirectional = true");
    assertThat(network("zero, bidirectional = true")).isNotNull();
  }

  private static MultiLayerNetwork network(String state) {
    NetworkSettings settings =
        new NetworkSettings(REMEMBERING.formatted(state) + " | readout(last)", "cross-entropy");
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            settings.configuration(
                NetworkInput.of(CHANNELS, InputCoding.DENSE), 2, Optimisation.NONE, 1));
    network.init();
    network.getLayer(0).getParam("b").assign(0);
    return network;
  }

  /** The outputs of the first step for an input of zeros. */
  private static float[] activations(MultiLayerNetwork network, boolean training, long seed) {
    Nd4j.getRandom().setSeed(seed);
    Layer layer = network.getLayer(0);
    layer.setInput(Nd4j.zeros(BATCH, CHANNELS, STEPS), LayerWorkspaceMgr.noWorkspaces());
    INDArray all = layer.activate(training, LayerWorkspaceMgr.noWorkspaces());
    return TimeMajor.of(all, RNNFormat.NCW).slice(0).dup('c').data().asFloat();
  }

  private static Float[] boxed(float[] values) {
    Float[] boxed = new Float[values.length];
    Arrays.setAll(boxed, k -> values[k]);
    return boxed;
  }
}
