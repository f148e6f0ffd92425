package org.spiketrain.model.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.GradientCheck;
import org.spiketrain.model.api.NetworkInput;
import org.spiketrain.model.api.NetworkInput.SentenceSize;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.api.SequenceLoss;
import org.spiketrain.model.array.NativeFloats;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.neuron.LeakyCell;
import org.spiketrain.model.neuron.LeakyCell.Recurrence;
import org.spiketrain.model.neuron.LeakyCell.Reset;
import org.spiketrain.model.updater.FusedAdam;
import org.spiketrain.model.zoo.NetworkSettings;

class RatePressureTest {
  private static final int CHANNELS = 4;
  private static final int CLASSES = 2;
  private static final int BATCH = 3;
  private static final int STEPS = 6;
  private static final int NEURONS = 5;

  /** Steps of each example; what is behind them is padding. */
  private static final int[] LENGTHS = {6, 4, 1};

  private static DataSet batch(int steps) {
    Nd4j.getRandom().setSeed(7);
    INDArray features = Nd4j.zeros(BATCH, CHANNELS, steps);
    features
        .get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(0, STEPS))
        .assign(Nd4j.rand(BATCH, CHANNELS, STEPS).muli(2));
    INDArray mask = Nd4j.zeros(BATCH, steps);
    INDArray labels = Nd4j.zeros(BATCH, CLASSES);
    for (int b = 0; b < BATCH; b++) {
      labels.putScalar(b, b % CLASSES, 1);
      for (int t = 0; t < LENGTHS[b]; t++) {
        mask.putScalar(b, t, 1);
      }
    }
    return new DataSet(features, labels, mask, null);
  }

  private static double score(MultiLayerNetwork network, DataSet batch) {
    network.setInput(batch.getFeatures());
    network.setLabels(batch.getLabels());
    network.setLayerMaskArrays(batch.getFeaturesMaskArray(), null);
    network.computeGradientAndScore();
    return network.score();
  }

  private static double loss(MultiLayerNetwork network) {
    return ((OutputRunner<?>) network.getOutputLayer()).loss();
  }

  /** Spikes go back to all neurons, and are the smooth function whose slope the surrogate is. */
  private static NeuronCell smooth() {
    LeakyCell written =
        (LeakyCell) NeuronCell.parse("leaky(recurrence = all-to-all, learn-beta = shared)");
    return new LeakyCell(
        GradientCheck.smooth("sigmoid(2)"),
        Reset.NONE,
        true,
        Recurrence.ALL_TO_ALL,
        false,
        1,
        written.parameters());
  }

  private static MultiLayerNetwork network(SequenceLayer first, boolean sums) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(new FusedAdam(0.01))
                .miniBatch(sums)
                .list()
                .layer(first)
                .layer(
                    new SpikeReadout.Builder(SequenceLoss.parse("cross-entropy"))
                        .nOut(CLASSES)
                        .build())
                .setInputType(InputType.recurrent(CHANNELS))
                .build());
    network.init();
    return network;
  }

  private static SequenceLayer layer(double least, double most) {
    return new SequenceLayer.Builder(smooth())
        .nOut(NEURONS)
        .ratesWithin(least, most, 3)
        .withoutInputGradient()
        .build();
  }

  @ParameterizedTest
  @CsvSource({"0.9, 0, true", "0, 0.1, true", "0.3, 0.35, false"})
  void gradientsOfRecurrentNeuronsAreTheSlopesOfLossAndPenalty(
      double least, double most, boolean sums) {
    MultiLayerNetwork network = network(layer(least, most), sums);
    DataSet batch = batch(STEPS);
    score(network, batch);
    float[] gradient =
        NativeFloats.copy(network.gradient().gradient().mul(sums ? 1.0 / BATCH : 1.0));
    INDArray parameters = network.params();
    float step = 5e-3f;
    for (int p = 0; p < gradient.length; p++) {
      float before = parameters.getFloat(p);
      parameters.putScalar(p, before + step);
      double above = score(network, batch);
      parameters.putScalar(p, before - step);
      double below = score(network, batch);
      parameters.putScalar(p, before);
      double slope = (above - below) / (2 * step);
      assertThat((double) gradient[p])
          .as("parameter %d", p)
          .isCloseTo(slope, within(2e-3 * (1 + Math.abs(slope))));
    }
  }

  @Test
  void thePenaltyIsTheSquaredDistanceOfTheMeanRatesOverAllStepsThatAreNoPadding() {
    double least = 0.4;
    double most = 0.45;
    MultiLayerNetwork network = network(layer(least, most), false);
    DataSet batch = batch(STEPS);
    double penalty = score(network, batch) - loss(network);

    network.setLayerMaskArrays(batch.getFeaturesMaskArray(), null);
    INDArray outputs = network.feedForward(batch.getFeatures(), false).get(1);
    double expected = 0;
    for (int j = 0; j < NEURONS; j++) {
      double sum = 0;
      for (int b = 0; b < BATCH; b++) {
        for (int t = 0; t < LENGTHS[b]; t++) {
          sum += outputs.getDouble(b, j, t);
        }
      }
      double rate = sum / (6 + 4 + 1);
      double outside = Math.max(0, Math.max(least - rate, rate - most));
      expected += 3 * outside * outside;
    }
    assertThat(expected).isGreaterThan(0.01);
    assertThat(penalty).isCloseTo(expected, within(1e-5));
  }

  @Test
  void morePaddingChangesNothing() {
    MultiLayerNetwork network = network(layer(0.4, 0.45), false);
    double score = score(network, batch(STEPS));
    float[] gradient = NativeFloats.copy(network.gradient().gradient());
    assertThat(score(network, batch(STEPS + 5))).isCloseTo(score, within(1e-7));
    assertThat(NativeFloats.copy(network.gradient().gradient()))
        .containsExactly(gradient, within(1e-6f));
  }

  @Test
  void aBandThatAllKeepToChangesNoBit() {
    String stack =
        "spiking-lstm(6, members = 2, integrators = 2, cell-state = clipped%s) | readout(mean)";
    MultiLayerNetwork plain = network(stack.formatted(""));
    MultiLayerNetwork kept = network(stack.formatted(", most-rate = 1"));
    kept.setParams(plain.params());
    assertThat(score(kept, batch(STEPS))).isEqualTo(score(plain, batch(STEPS)));
    assertThat(NativeFloats.copy(kept.gradient().gradient()))
        .isEqualTo(NativeFloats.copy(plain.gradient().gradient()));
  }

  @Test
  void layersWithoutABandAreStoredAsEver() {
    assertThat(network("leaky(3) | readout(mean)").getLayerWiseConfigurations().toJson())
        .doesNotContain("leastRate", "mostRate", "rateStrength");
  }

  private static MultiLayerNetwork network(String stack) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NetworkSettings(stack, "")
                .configuration(
                    NetworkInput.of(CHANNELS, InputCoding.DENSE),
                    CLASSES,
                    new NetworkSettings.Optimisation(new FusedAdam(0.02), 0, 0),
                    4));
    network.init();
    return network;
  }

  private static double meanRate(MultiLayerNetwork network) {
    DataSet batch = batch(STEPS);
    network.setLayerMaskArrays(batch.getFeaturesMaskArray(), null);
    INDArray outputs = network.feedForward(batch.getFeatures(), false).get(1);
    return outputs.sumNumber().doubleValue() / (6 + 4 + 1) / outputs.size(1);
  }

  private static MultiLayerNetwork trained(String options) {
    MultiLayerNetwork network = network("leaky(20%s) | readout(mean)".formatted(options));
    for (int k = 0; k < 150; k++) {
      network.fit(batch(STEPS));
    }
    return network;
  }

  @Test
  void trainingMovesTheRatesIntoTheBand() {
    assertThat(meanRate(network("leaky(20, threshold = 3) | readout(mean)"))).isLessThan(0.1);
    assertThat(meanRate(trained(", threshold = 3, least-rate = 0.4, rate-strength = 5")))
        .isBetween(0.36, 0.7);
    assertThat(meanRate(network("leaky(20, threshold = 0.02) | readout(mean)"))).isGreaterThan(0.4);
    assertThat(meanRate(trained(", threshold = 0.02, most-rate = 0.1, rate-strength = 5")))
        .isLessThan(0.14);
  }

  @Test
  void theLossThatIsReportedIsWithoutIt() {
    MultiLayerNetwork plain = network("leaky(6, threshold = 3) | readout(mean)");
    MultiLayerNetwork pressed =
        network("leaky(6, threshold = 3, least-rate = 0.5) | readout(mean)");
    double score = score(plain, batch(STEPS));
    assertThat(score(pressed, batch(STEPS))).isGreaterThan(score + 0.1);
    assertThat(loss(pressed)).isEqualTo(loss(plain)).isCloseTo(score, within(1e-6));
  }

  @Test
  void itIsOfTrainingAlone() {
    MultiLayerNetwork network =
        network("leaky(6, threshold = 3, least-rate = 0.5) | readout(mean)");
    DataSet batch = batch(STEPS);
    score(network, batch);
    double score = network.score(batch, false);
    assertThat(score).isCloseTo(loss(network), within(1e-6));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "leaky(3, rate-strength = 2)                   | no effect without a least-rate",
        "leaky(3, least-rate = 0.3, most-rate = 0.2)   | least-rate = 0.3 is more than most-rate = 0.2",
        "leaky(3, least-rate = 5)                      | least-rate = 5 is not a number from 0 to 1",
        "leaky(3, least-rate = 0.1, output = membrane) | which this layer does not output",
        "lstm(3, most-rate = 0.1)                      | which this layer does not output"
      })
  void refusesWhatHasNoEffect(String layer, String message) {
    assertThatThrownBy(() -> network(layer + " | readout(mean)"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "convolution(2, widths = 1, least-rate = 0.1) | pooled(each) | leaky(classes)",
        "convolution(2, widths = 1) | pooled(each, least-rate = 0.1) | leaky(classes)"
      })
  void layersOfSentencesHaveNoSuchOption(String stack) {
    NetworkInput input =
        new NetworkInput(CHANNELS, List.of(), InputCoding.DENSE, new SentenceSize(2, 5, 2));
    assertThatThrownBy(
            () ->
                new NetworkSettings(stack, "ce-rate")
                    .configuration(input, CLASSES, NetworkSettings.Optimisation.NONE, 1))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("least-rate");
  }
}
