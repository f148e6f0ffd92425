package org.spiketrain.model.stranger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.NetworkInput;
import org.spiketrain.model.api.SequenceLoss;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.updater.FusedAdam;
import org.spiketrain.model.zoo.ModelProvenance;
import org.spiketrain.model.zoo.NetworkHelp;
import org.spiketrain.model.zoo.NetworkSettings;
import org.spiketrain.model.zoo.TrainedModel;

/** A loss that the library does not know, in networks with and without a readout. */
class StrangersLossTest {
  private static final int CHANNELS = 2;
  private static final int STEPS = 6;

  private static MultiLayerNetwork network(NetworkSettings settings) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            settings.configuration(
                NetworkInput.of(CHANNELS, InputCoding.DENSE),
                2,
                new NetworkSettings.Optimisation(new FusedAdam(0.05), 0, 0),
                3));
    network.init();
    return network;
  }

  /** Either channel spikes always; its number is the class. */
  private static DataSet examples() {
    DataSet all = new DataSet(Nd4j.zeros(2, CHANNELS, STEPS), Nd4j.eye(2));
    for (int c = 0; c < CHANNELS; c++) {
      for (int t = 0; t < STEPS; t++) {
        all.getFeatures().putScalar(new int[] {c, c, t}, 1);
      }
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(strings = {"leaky(classes)", "leaky(4) | readout(sum)"})
  void isFoundByNameTrainsAndSurvivesTheModelFile(String stack) {
    NetworkSettings settings = new NetworkSettings(stack, "mine(margin = 2)");
    MultiLayerNetwork network = network(settings);
    double before = network.score(examples());
    for (int k = 0; k < 100; k++) {
      network.fit(examples());
    }
    assertThat(before).isGreaterThan(0.5);
    assertThat(network.score(examples())).isZero();

    MultiLayerConfiguration configuration = network.getLayerWiseConfigurations();
    assertThat(configuration.toJson()).contains("\"mine(2.0)\"");
    assertThat(MultiLayerConfiguration.fromJson(configuration.toJson())).isEqualTo(configuration);

    TrainedModel model = new TrainedModel(network, provenance(settings));
    TrainedModel read = TrainedModel.read(model.toBytes(), "model.zip");
    assertThat(read.provenance().network()).isEqualTo(settings);
    SpikeFrames first = SpikeFrames.binary(2, new int[] {0, 1, 2, 3}, new int[] {0, 0, 0});
    assertThat(read.spikingClassifier().judge(first, 0).loss())
        .isCloseTo(model.spikingClassifier().judge(first, 0).loss(), within(0.0));
  }

  private static ModelProvenance provenance(NetworkSettings settings) {
    return new ModelProvenance(
        ModelProvenance.FORMAT,
        "events",
        List.of("a", "b"),
        null,
        settings,
        "",
        null,
        "",
        1,
        Map.of(),
        Map.of(),
        Map.of());
  }

  @Test
  void standsInTheHelp() {
    assertThat(NetworkHelp.lines()).contains("  mine: Margin of spike counts.");
  }

  @Test
  void isOfferedWhereANameIsNearIt() {
    assertThatThrownBy(() -> SequenceLoss.parse("mines"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("Unknown loss 'mines': expected one of ce-count")
        .hasMessageContaining("did you mean mine?");
  }
}
