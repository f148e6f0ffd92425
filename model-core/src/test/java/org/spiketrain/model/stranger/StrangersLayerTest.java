package org.spiketrain.model.stranger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.NetworkInput;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.updater.FusedAdam;
import org.spiketrain.model.zoo.ModelProvenance;
import org.spiketrain.model.zoo.NetworkHelp;
import org.spiketrain.model.zoo.NetworkSettings;
import org.spiketrain.model.zoo.TrainedModel;

/** Layers that the library does not know. */
class StrangersLayerTest {
  private static final int STEPS = 6;
  private static final NetworkSettings SETTINGS =
      new NetworkSettings("elman(5) | dropout(0.1) | slow(6, tau = 8) | noise | readout(mean)", "");

  private static MultiLayerNetwork network(NetworkSettings settings) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            settings.configuration(
                NetworkInput.of(2, InputCoding.DENSE),
                2,
                new NetworkSettings.Optimisation(new FusedAdam(0.02), 0, 0),
                3));
    network.init();
    return network;
  }

  /** Either channel spikes always; its number is the class. */
  private static DataSet examples() {
    DataSet all = new DataSet(Nd4j.zeros(2, 2, STEPS), Nd4j.eye(2));
    for (int c = 0; c < 2; c++) {
      for (int t = 0; t < STEPS; t++) {
        all.getFeatures().putScalar(new int[] {c, c, t}, 1);
      }
    }
    return all;
  }

  @Test
  void aNetworkWhoseModelCouldNotBeReadIsRefusedBeforeItIsTrained() {
    assertThatThrownBy(() -> network(new NetworkSettings("their-lstm(5) | readout(mean)", "")))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("'org.deeplearning4j.nn.conf.layers.LSTM'")
        .hasMessageContaining("in the package of its provider");
  }

  @Test
  void areFoundByNameTrainAndAnswerFromTheModelFile() {
    MultiLayerNetwork network = network(SETTINGS);
    double before = network.score(examples());
    for (int k = 0; k < 100; k++) {
      network.fit(examples());
    }
    assertThat(network.score(examples())).isLessThan(before / 2);

    ModelProvenance provenance =
        new ModelProvenance(
            ModelProvenance.FORMAT,
            "events",
            List.of("a", "b"),
            null,
            SETTINGS,
            "",
            null,
            "",
            1,
            Map.of(),
            Map.of(),
            Map.of());
    TrainedModel read =
        TrainedModel.read(new TrainedModel(network, provenance).toBytes(), "model.zip");
    SpikeFrames first =
        SpikeFrames.binary(2, new int[] {0, 1, 2, 3, 4, 5, 6}, new int[] {0, 0, 0, 0, 0, 0});
    INDArray expected = network.output(examples().getFeatures()).getRow(0);
    assertThat(read.classifier().probabilities(List.of(first))[0])
        .containsExactly(expected.toFloatVector(), within(1e-3f));
  }

  @Test
  void areCheckedAndDocumentedByWhatTheyDeclare() {
    assertThat(NetworkHelp.lines())
        .contains("  slow(neurons): Leaky neurons by their time constant.", "      tau = 4");
    assertThatThrownBy(() -> network(new NetworkSettings("slow(5, tau = 1)", "")))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("tau = 1 is not a number above 1; expected slow(neurons)");
  }
}
