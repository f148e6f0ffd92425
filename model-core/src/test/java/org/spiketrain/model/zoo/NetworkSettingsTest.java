package org.spiketrain.model.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.NetworkInput;
import org.spiketrain.model.frames.Augmentation;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.frames.FrameShard;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.frames.Minibatch;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.kernel.KernelThreads;
import org.spiketrain.model.loss.PredictionWithLoss;
import org.spiketrain.model.loss.Softmax;
import org.spiketrain.model.metrics.ActivityCounts.SpikingLayer;
import org.spiketrain.model.updater.FusedAdam;

class NetworkSettingsTest {
  @Test
  void layersAreTheSameHoweverTheyAreSetApart() {
    NetworkSettings lines = new NetworkSettings("\n  leaky(4)\n  readout(mean)\n", "");
    NetworkSettings bars = new NetworkSettings("leaky(4) | readout(mean)", "");
    assertThat(lines.layers())
        .isEqualTo(bars.layers())
        .containsExactly("leaky(4)", "readout(mean)");
  }

  private static final int CHANNELS = 5;
  private static final int CLASSES = 3;
  private static final int STEPS = 9;

  private static MultiLayerNetwork network(NetworkSettings settings, long seed) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            settings.configuration(
                NetworkInput.of(CHANNELS, InputCoding.DENSE),
                CLASSES,
                new NetworkSettings.Optimisation(new FusedAdam(0.01), 0, 0),
                seed));
    network.init();
    return network;
  }

  /** Adam's first step is the learning rate itself, whatever the gradient. */
  @Test
  void whatNeuronsLearnHasAnUpdaterOfItsOwn() {
    MultiLayerConfiguration configuration =
        new NetworkSettings(
                "leaky(4, beta = 0.5, learn-beta = shared, threshold = 0.1) | readout(mean)", "")
            .configuration(
                NetworkInput.of(CHANNELS, InputCoding.DENSE),
                CLASSES,
                new NetworkSettings.Optimisation(
                    new FusedAdam(1e-4), 0, 0, List.of(), Optional.of(new FusedAdam(0.01))),
                1);
    MultiLayerNetwork network =
        new MultiLayerNetwork(MultiLayerConfiguration.fromJson(configuration.toJson()));
    network.init();
    INDArray weights = network.getLayer(0).getParam("W").dup();
    INDArray classes = network.getLayer(1).getParam("W").dup();
    network.fit(minibatch(examples()));

    assertThat(network.getLayer(0).getParam("beta").getDouble(0))
        .matches(beta -> Math.abs(Math.abs(beta - 0.5) - 0.01) < 1e-4);
    assertThat(network.getLayer(0).getParam("W").sub(weights).amaxNumber().doubleValue())
        .isCloseTo(1e-4, within(1e-6));
    assertThat(network.getLayer(1).getParam("W").sub(classes).amaxNumber().doubleValue())
        .isCloseTo(1e-4, within(1e-6));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -7})
  void theSeedAloneDecidesTheParameters(long seed) {
    NetworkSettings settings = new NetworkSettings("lstm(4) | leaky(3)", "mse-count(0.8, 0.2)");
    INDArray first = network(settings, seed).params().dup();
    Nd4j.randn(17);
    assertThat(network(settings, seed).params()).isEqualTo(first);
    assertThat(network(settings, seed + 1).params()).isNotEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mse-count(0.8, 0.2)",
        "ce-count",
        "ce-rate",
        "ce-mean",
        "ce-max-membrane",
        "ce-softmax-sum",
        "mse-membrane(1, 0)",
        "ce-temporal",
        "ce-temporal(inverse = reciprocal)",
        "mse-temporal(on-target = 1, tolerance = 1)"
      })
  void theClassifierAnswersWhatTheStackGivesAndItsLossIsTheScore(String loss) {
    String layers =
        """
        lstm(7)
        dropout(0.3)
        leaky(6, recurrence = all-to-all, beta = 0.8, threshold = 0.1)
        adaptive-leaky(6, recurrent = true, threshold = 0.05, batch-norm = 2)
        leaky(6, batch-norm = 1, beta = 0.7, threshold = 0.05, output = %s)
        """
            .formatted(loss.matches(".*(count|rate|temporal).*") ? "output" : "membrane");
    MultiLayerNetwork network = network(new NetworkSettings(layers, loss), 3);
    List<Example> examples = examples();
    DataSet all = minibatch(examples);
    // The running values of the normalisation move.
    network.fit(all);
    SpikingClassifier classifier = new SpikingClassifier(network);

    INDArray scores = network.output(all.getFeatures());
    INDArray losses = network.scoreExamples(all, false);
    for (int e = 0; e < examples.size(); e++) {
      float[] expected = scores.getRow(e).toFloatVector();
      Softmax.of(expected);
      Example example = examples.get(e);
      PredictionWithLoss judgement = classifier.judge(example.frames(), example.label());
      assertThat(judgement.probabilities()).containsExactly(expected, within(1e-5f));
      assertThat(judgement.loss()).isCloseTo(losses.getDouble(e), within(1e-5));
      assertThat(classifier.probabilitiesOf(example.frames())).isEqualTo(judgement.probabilities());
    }
  }

  private static DataSet minibatch(List<Example> examples) {
    FrameShard shard = FrameShard.of(CHANNELS, examples.iterator());
    return new Minibatch(shard, CLASSES, InputCoding.DENSE, Augmentation.NONE)
        .of(IntStream.range(0, examples.size()).toArray(), new SplittableRandom(1));
  }

  @Test
  void normalisationSurvivesJson() {
    MultiLayerConfiguration configuration =
        network(new NetworkSettings("leaky(4, batch-norm = 2) | leaky(3)", "ce-mean"), 1)
            .getLayerWiseConfigurations();
    assertThat(MultiLayerConfiguration.fromJson(configuration.toJson())).isEqualTo(configuration);
    assertThat(configuration)
        .isNotEqualTo(
            network(new NetworkSettings("leaky(4, batch-norm = 1) | leaky(3)", "ce-mean"), 1)
                .getLayerWiseConfigurations());
  }

  /** So many neurons that the threads have blocks to share. */
  @Test
  void theNumberOfThreadsChangesNothing() {
    NetworkSettings settings =
        new NetworkSettings(
            """
            leaky(600, batch-norm = 2, recurrence = all-to-all, threshold = 0.1)
            leaky(3, batch-norm = 1, output = membrane)
            """,
            "ce-mean");
    MultiLayerNetwork alone = network(settings, 5);
    MultiLayerNetwork shared = network(settings, 5);
    alone.fit(minibatch(examples()));
    KernelThreads.use(3);
    try {
      shared.fit(minibatch(examples()));
    } finally {
      KernelThreads.use(1);
    }
    assertThat(shared.params()).isEqualTo(alone.params());
  }

  @Test
  void settingsOfEarlierVersionsHaveNoStack() throws IOException {
    String earlier = "{\"cell\": \"SPIKING_GRU\", \"hiddenSize\": 3, \"inputDropout\": 0.1}";
    NetworkSettings settings =
        new ObjectMapper()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .readValue(earlier, NetworkSettings.class);
    assertThat(settings).isEqualTo(new NetworkSettings("", ""));
  }

  @Test
  void outputsThatTheClassesCannotShareAreRefused() {
    NetworkSettings settings = new NetworkSettings("leaky(7)", "ce-rate");
    assertThatThrownBy(() -> network(settings, 1))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("7 outputs, which 3 classes");
  }

  @Test
  void anObserverSeesWhatTheLayersGiveOn() {
    String layers =
        """
        lstm(7)
        leaky(6, bidirectional = true, output = both, threshold = 0.1)
        adaptive-leaky(5, threshold = 0.05)
        leaky(6, output = membrane)
        """;
    SpikingClassifier classifier =
        new SpikingClassifier(network(new NetworkSettings(layers, "ce-mean"), 3));
    SpikeFrames example = examples().get(0).frames();
    List<float[][]> outputs = new ArrayList<>();

    float[] observed =
        classifier.probabilitiesOf(
            example,
            (layer, output) -> {
              assertThat(layer).isEqualTo(outputs.size());
              outputs.add(output);
            });

    assertThat(observed).isEqualTo(classifier.probabilitiesOf(example));
    assertThat(outputs).extracting(output -> output.length).containsOnly(STEPS);
    assertThat(outputs).extracting(output -> output[0].length).containsExactly(7, 24, 5, 6);
    assertThat(classifier.spikingLayers())
        .containsExactly(
            new SpikingLayer(1, "leaky(6)", List.of(0, 1, 2, 3, 4, 5, 12, 13, 14, 15, 16, 17)),
            new SpikingLayer(2, "adaptive-leaky(5)", List.of(0, 1, 2, 3, 4)));
    for (SpikingLayer layer : classifier.spikingLayers()) {
      for (float[] step : outputs.get(layer.layer())) {
        assertThat(layer.columns()).allMatch(column -> step[column] == 0 || step[column] == 1);
      }
    }
  }

  /** All of the same length: none is padded. */
  private static List<Example> examples() {
    Random random = new Random(4);
    return IntStream.range(0, 4)
        .mapToObj(
            i -> {
              int[] rowStart = new int[STEPS + 1];
              int[] channel = new int[STEPS * CHANNELS];
              float[] value = new float[channel.length];
              for (int k = 0; k < channel.length; k++) {
                channel[k] = k % CHANNELS;
                value[k] = random.nextInt(3);
              }
              for (int t = 0; t <= STEPS; t++) {
                rowStart[t] = t * CHANNELS;
              }
              return new Example(
                  i, i % CLASSES, "", new SpikeFrames(CHANNELS, rowStart, channel, value));
            })
        .toList();
  }
}
