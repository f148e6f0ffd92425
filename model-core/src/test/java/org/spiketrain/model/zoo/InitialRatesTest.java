package org.spiketrain.model.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.spiketrain.model.api.NetworkInput;
import org.spiketrain.model.api.NetworkInput.SentenceSize;
import org.spiketrain.model.array.NativeFloats;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.kernel.StageInput;
import org.spiketrain.model.layer.NetworkLayer;

class InitialRatesTest {
  private static final int EXAMPLES = 8;
  private static final int STEPS = 25;
  private static final int CHANNELS = 24;

  /** Of one value a number of spikes that is one off is this much. */
  private static final double STEP = 1.0 / (EXAMPLES * STEPS);

  private static MultiLayerNetwork network(String stack, String loss, NetworkInput input) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NetworkSettings(stack, loss)
                .configuration(input, 2, NetworkSettings.Optimisation.NONE, 1));
    network.init();
    return network;
  }

  private static List<StageInput> spikes() {
    SplittableRandom random = new SplittableRandom(5);
    List<StageInput> inputs = new ArrayList<>();
    for (int e = 0; e < EXAMPLES; e++) {
      float[][] steps = new float[STEPS][CHANNELS];
      for (float[] step : steps) {
        for (int c = 0; c < step.length; c++) {
          step[c] = random.nextInt(2);
        }
      }
      inputs.add(StageInput.of(steps));
    }
    return inputs;
  }

  /** Mean output of each neuron of each layer. */
  private static List<double[]> rates(MultiLayerNetwork network) {
    List<double[]> rates = new ArrayList<>();
    List<StageInput> inputs = spikes();
    for (int l = 0; l < network.getnLayers() - 1; l++) {
      NetworkLayer layer = NetworkLayer.of(network.getLayer(l));
      List<float[][]> outputs = layer.inference(network.getLayer(l).paramTable()).runAll(inputs);
      double[] means = new double[layer.outputWidth()];
      outputs.forEach(
          sequence -> {
            for (float[] step : sequence) {
              for (int j = 0; j < step.length; j++) {
                means[j] += step[j] / (EXAMPLES * (double) STEPS);
              }
            }
          });
      rates.add(means);
      inputs = outputs.stream().map(StageInput::of).toList();
    }
    return rates;
  }

  @Test
  void everyNeuronOfASentencesNetworkFiresAtTheRate() {
    NetworkInput sentences = NetworkInput.ofSentences(CHANNELS, new SentenceSize(6, 1, 4));
    MultiLayerNetwork network =
        network(
            """
            convolution(5, widths = 2 3, beta = 0.9)
            pooled(each, beta = 0.9, learn-threshold = per-neuron)
            leaky(classes, beta = 1)
            """,
            "ce-rate",
            sentences);
    assertThat(Math.abs(rates(network).get(0)[0] - 0.2)).isGreaterThan(0.05);

    new InitialRates(0.2).set(network, spikes());

    for (double[] layer : rates(network)) {
      for (double rate : layer) {
        assertThat(rate).isCloseTo(0.2, within(3 * STEP));
      }
    }
  }

  @Test
  void neuronsThatShareAThresholdFireAtTheRateOnTheWhole() {
    NetworkInput sentences = NetworkInput.ofSentences(CHANNELS, new SentenceSize(6, 1, 4));
    MultiLayerNetwork network =
        network(
            "convolution(5, widths = 2 3) | pooled(each, learn-threshold = shared) | leaky(classes)",
            "ce-rate",
            sentences);

    new InitialRates(0.1).set(network, spikes());

    double sum = 0;
    for (double rate : rates(network).get(1)) {
      sum += rate / 10;
    }
    assertThat(sum).isCloseTo(0.1, within(0.02));
  }

  @Test
  void whatHasNoRateOfItsOwnStaysAsItIs() {
    NetworkInput events = NetworkInput.of(CHANNELS, InputCoding.DENSE);
    MultiLayerNetwork network =
        network("lstm(4) | leaky(3, recurrence = all-to-all) | leaky(6)", "ce-rate", events);
    float[] lstm = NativeFloats.copy(network.getLayer(0).params());
    float[] recurrent = NativeFloats.copy(network.getLayer(1).params());

    new InitialRates(0.3).set(network, spikes());

    assertThat(NativeFloats.copy(network.getLayer(0).params())).isEqualTo(lstm);
    assertThat(NativeFloats.copy(network.getLayer(1).params())).isEqualTo(recurrent);
    for (double rate : rates(network).get(2)) {
      assertThat(rate).isCloseTo(0.3, within(3 * STEP));
    }
  }
}
