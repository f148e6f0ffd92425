package org.spiketrain.model.stranger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.GradientCheck;
import org.spiketrain.model.api.NetworkInput;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.stranger.StrangersNeurons.Quadratic;
import org.spiketrain.model.updater.FusedAdam;
import org.spiketrain.model.zoo.ModelProvenance;
import org.spiketrain.model.zoo.NetworkSettings;
import org.spiketrain.model.zoo.TrainedModel;

/** A neuron, with a surrogate, that the library does not know. */
class StrangersNeuronTest {
  private static final int CHANNELS = 2;
  private static final int STEPS = 6;

  private static MultiLayerNetwork network(NetworkSettings settings) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            settings.configuration(
                NetworkInput.of(CHANNELS, InputCoding.DENSE),
                2,
                new NetworkSettings.Optimisation(new FusedAdam(0.02), 0, 0),
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
  @ValueSource(
      strings = {
        "quadratic(8, tau = 3, surrogate = box(2)) | leaky(classes)",
        "lstm(4) | quadratic(8, bidirectional = true, members = 2) | readout(sum)",
        "leaky(8, surrogate = box(1)) | quadratic(classes, output = membrane)"
      })
  void trainsAndSurvivesJsonAndTheModelFile(String stack) {
    NetworkSettings settings = new NetworkSettings(stack, "cross-entropy");
    if (!stack.contains("readout")) {
      settings = new NetworkSettings(stack, "ce-mean");
    }
    MultiLayerNetwork network = network(settings);
    INDArray start = network.params().dup();
    double before = network.score(examples());
    for (int k = 0; k < 150; k++) {
      network.fit(examples());
    }
    assertThat(network.score(examples())).isLessThan(0.8 * before);
    assertThat(network.params()).isNotEqualTo(start);

    MultiLayerConfiguration configuration = network.getLayerWiseConfigurations();
    assertThat(configuration.toJson()).contains("quadratic(tau = ").doesNotContain("Quadratic");
    assertThat(MultiLayerConfiguration.fromJson(configuration.toJson())).isEqualTo(configuration);

    TrainedModel model = new TrainedModel(network, provenance(settings));
    TrainedModel read = TrainedModel.read(model.toBytes(), "model.zip");
    assertThat(read.network().params()).isEqualTo(network.params());
    SpikeFrames first = SpikeFrames.binary(2, new int[] {0, 1, 2, 3}, new int[] {0, 0, 0});
    assertThat(read.spikingClassifier().judge(first, 0).probabilities())
        .isEqualTo(model.spikingClassifier().judge(first, 0).probabilities());
  }

  @Test
  void aModelWhoseJarIsMissingSaysSo() throws IOException {
    NetworkSettings settings = new NetworkSettings("quadratic(8) | readout(sum)", "cross-entropy");
    TrainedModel model = new TrainedModel(network(settings), provenance(settings));
    byte[] unknown = withoutItsNeuron(model.toBytes());

    assertThatThrownBy(() -> TrainedModel.read(unknown, "model.zip"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageStartingWith("model.zip has a part that cannot be made here")
        .hasMessageContaining("Unknown neuron 'cubic'")
        .hasMessageContaining("--jars");
  }

  /** The model as it is where nobody knows the neuron's name. */
  private static byte[] withoutItsNeuron(byte[] model) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(model));
        ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        byte[] content = in.readAllBytes();
        if (entry.getName().equals("configuration.json")) {
          String json = new String(content, StandardCharsets.UTF_8);
          content = json.replace("quadratic(", "cubic(").getBytes(StandardCharsets.UTF_8);
        }
        out.putNextEntry(new ZipEntry(entry.getName()));
        out.write(content);
      }
    }
    return bytes.toByteArray();
  }

  @Test
  void itsThresholdIsLearnedByEachNeuron() {
    MultiLayerNetwork network =
        network(new NetworkSettings("quadratic(8) | leaky(classes)", "ce-rate"));
    INDArray thresholds = network.getLayer(0).getParam("threshold");
    assertThat(thresholds.shape()).containsExactly(1, 8);
    assertThat(thresholds.toFloatVector()).containsOnly(0.5f);
    network.fit(examples());
    assertThat(network.getLayer(0).getParam("threshold").toFloatVector())
        .isNotEqualTo(new float[] {.5f, .5f, .5f, .5f, .5f, .5f, .5f, .5f});
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
  void itsGradientIsChecked() {
    GradientCheck.of(new Quadratic(3, GradientCheck.smooth("atan(2)")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"z", "state", "parameter"})
  void aWrongGradientIsNamed(String what) {
    NeuronCell right = new Quadratic(3, GradientCheck.smooth("atan(2)"));
    assertThatThrownBy(() -> GradientCheck.of(new WrongGradient(right, what)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("the gradient by " + what);
  }

  @Test
  void overwrittenPreActivationsAreNamed() {
    NeuronCell right = new Quadratic(3, GradientCheck.smooth("atan(2)"));
    assertThatThrownBy(() -> GradientCheck.of(new WrongGradient(right, "overwritten")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("overwrites z");
  }

  @Test
  void theSpecificationIsReadBack() {
    NeuronCell cell = NeuronCell.parse("quadratic(tau = 5, surrogate = box(0.5))");
    assertThat(NeuronCell.parse(cell.spec())).isEqualTo(cell);
    assertThatThrownBy(() -> NeuronCell.parse("quadratic(tau = 0)"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("tau = 0 is not a number from 1");
  }
}
