package org.spiketrain.model.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.NetworkInput;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.updater.FusedAdam;

/** A long sequence cut into windows, with states carried from one to the next. */
class SequenceWindowsTest {
  static final int CHANNELS = 5;
  private static final int CLASSES = 3;
  private static final int STEPS = 23;
  private static final int[] ENDS = {1, 2, 9, 16, STEPS};
  private static final int[] CHANNEL = channels();

  private static int[] channels() {
    return new Random(8)
        .ints(STEPS, 0, CHANNELS - 1)
        .flatMap(channel -> IntStream.of(channel, channel + 1))
        .toArray();
  }

  /** Two spikes a step. */
  private static SpikeFrames frames(int from, int to) {
    int[] rowStart = new int[to - from + 1];
    Arrays.setAll(rowStart, t -> 2 * t);
    float[] ones = new float[2 * (to - from)];
    Arrays.fill(ones, 1f);
    return new SpikeFrames(CHANNELS, rowStart, Arrays.copyOfRange(CHANNEL, 2 * from, 2 * to), ones);
  }

  static MultiLayerNetwork network(String stack) {
    return network(stack, "ce-mean");
  }

  private static MultiLayerNetwork network(String stack, String loss) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NetworkSettings(stack, loss)
                .configuration(
                    NetworkInput.of(CHANNELS, InputCoding.DENSE),
                    CLASSES,
                    new NetworkSettings.Optimisation(new FusedAdam(0.01), 0, 0),
                    6));
    network.init();
    return network;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lstm(6) | gru(5) | rnn(4) | leaky(classes, output = both, beta = 0.7, threshold = 0.1)",
        "spiking-lstm(6) | spiking-gru(5, batch-norm = 2) | spiking-rnn(6) | leaky(classes, alpha ="
            + " 0.5, threshold = 0.1)",
        "adaptive-threshold(8, recurrent = true, threshold = 0.05, rho = 0.8) | integrator(classes)",
        "adaptive-leaky(8, recurrent = true, threshold = 0.05) | leaky(6, recurrence = all-to-all,"
            + " threshold = 0.1) | leaky(classes, recurrence = one-to-one)",
        "spiking-lstm(6, members = 2, integrators = 3, integrator-beta = 0.5) | readout(mean)",
      })
  void windowsWithCarriedStateOutputTheSameAsTheWhole(String stack) {
    SpikingClassifier classifier = new SpikingClassifier(network(stack));
    List<float[]> whole = new ArrayList<>();
    classifier.probabilitiesOf(
        frames(0, STEPS),
        (layer, output) -> {
          whole.clear();
          whole.addAll(List.of(output));
        });
    SpikingClassifier.SequenceWindows windows = classifier.windows();
    List<float[]> pieces = new ArrayList<>();
    int from = 0;
    for (int to : ENDS) {
      pieces.addAll(List.of(windows.outputs(frames(from, to))));
      from = to;
    }

    assertThat(pieces.toArray(float[][]::new)).isDeepEqualTo(whole.toArray(float[][]::new));
    assertThat(whole.stream().anyMatch(step -> step[0] != 0)).isTrue();
    assertThat(classifier.probabilitiesBy(pieces.toArray(float[][]::new)))
        .isEqualTo(classifier.probabilitiesOf(frames(0, STEPS)));
  }

  @Test
  void aWindowIsAnsweredByItselfWithTheStatesOfThoseBefore() {
    SpikingClassifier classifier =
        new SpikingClassifier(network("lstm(6) | leaky(classes, output = membrane)"));
    SpikingClassifier.SequenceWindows windows = classifier.windows();
    float[] first = windows.probabilities(frames(0, 9));
    float[] second = windows.probabilities(frames(9, STEPS));

    assertThat(first).isEqualTo(classifier.probabilitiesOf(frames(0, 9)));
    assertThat(second).isNotEqualTo(classifier.probabilitiesOf(frames(9, STEPS)));
  }

  @Test
  void layersWithoutCarriedStateBeginEachWindowAtRest() {
    SpikingClassifier classifier =
        new SpikingClassifier(
            network(
                "lstm(6, carry-state = false) | leaky(classes, output = membrane, carry-state ="
                    + " false)"));
    SpikingClassifier.SequenceWindows windows = classifier.windows();
    var unused = windows.probabilities(frames(0, 9));

    assertThat(windows.probabilities(frames(9, STEPS)))
        .isEqualTo(classifier.probabilitiesOf(frames(9, STEPS)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void stepsOfDl4jCarryTheStatesOfAllUnits(boolean carried) {
    MultiLayerNetwork network =
        network(
            "spiking-lstm(6, members = 2, integrators = 3, integrator-beta = 0.5, carry-state = %1$s) | leaky(6, recurrence = all-to-all, threshold = 0.1, output = both, carry-state = %1$s) | readout(last)"
                .formatted(carried));
    INDArray whole = Nd4j.zeros(1, CHANNELS, STEPS);
    for (int t = 0; t < STEPS; t++) {
      whole.putScalar(new int[] {0, CHANNEL[2 * t], t}, 1);
    }
    INDArray last = Nd4j.empty();
    int from = 0;
    for (int to : ENDS) {
      last = network.rnnTimeStep(window(whole, from, to)).dup();
      from = to;
    }

    INDArray expected = network.output(carried ? whole : window(whole, ENDS[3], STEPS));
    assertThat(last.data().asFloat()).containsExactly(expected.data().asFloat(), within(1e-6f));
    assertThat(network.output(window(whole, ENDS[3], STEPS))).isNotEqualTo(network.output(whole));
  }

  private static INDArray window(INDArray whole, int from, int to) {
    return whole.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(from, to)).dup();
  }

  @Test
  void whatNeedsWholeSequencesIsRefused() {
    MultiLayerNetwork network = network("lstm(4) | leaky(6, bidirectional = true) | readout(mean)");
    assertThatThrownBy(() -> new SpikingClassifier(network).windows())
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("Layer 2 of the network needs whole sequences");
    assertThatThrownBy(() -> network.rnnTimeStep(Nd4j.zeros(1, CHANNELS, 2)))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("needs whole sequences");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "leaky(6, recurrence = all-to-all) | leaky(classes, output = membrane); ce-max-membrane",
        "leaky(6) | leaky(classes, output = membrane); mse-membrane",
        "leaky(6) | leaky(9); mse-count",
        "leaky(6) | leaky(9, output = membrane); ce-mean",
        "leaky(6) | leaky(classes, output = membrane); softmax-mse",
        "leaky(6) | leaky(classes, output = membrane); mine(1)",
        "spiking-lstm(6) | readout(mean); cross-entropy",
        "adaptive-leaky(6) | readout(max); cross-entropy",
        "adaptive-leaky(6) | readout(last); cross-entropy"
      })
  void answersOverTimeAreThoseToItsBeginnings(String stack, String loss) {
    SpikingClassifier classifier = new SpikingClassifier(network(stack, loss));
    float[][] over =
        classifier.probabilitiesOverTime(frames(0, STEPS), FrameClassifier.LayerObserver.NOBODY);
    assertThat(over).hasDimensions(STEPS, CLASSES);
    for (int t = 1; t <= STEPS; t++) {
      assertThat(over[t - 1]).isEqualTo(classifier.probabilitiesOf(frames(0, t)));
    }
  }

  @Test
  void whatReadsBackwardsDoesNotAnswerStepByStep() {
    SpikingClassifier classifier =
        new SpikingClassifier(network("spiking-lstm(6, bidirectional = true) | readout(mean)"));
    assertThat(
            classifier.probabilitiesOverTime(
                frames(0, STEPS), FrameClassifier.LayerObserver.NOBODY))
        .isEmpty();
  }
}
