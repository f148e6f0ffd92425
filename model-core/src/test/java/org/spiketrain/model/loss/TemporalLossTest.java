package org.spiketrain.model.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.NetworkInput;
import org.spiketrain.model.api.SequenceLoss;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.updater.FusedAdam;
import org.spiketrain.model.zoo.NetworkSettings;

class TemporalLossTest {
  private static final int CLASSES = 3;
  private static final int STEPS = 5;

  /** First spikes in steps 3 and 1 of five; the third output never spikes. */
  private static float[][] sequence() {
    float[][] sequence = new float[STEPS][CLASSES];
    sequence[3][0] = 1;
    sequence[4][0] = 1;
    sequence[1][1] = 1;
    sequence[2][1] = 1;
    return sequence;
  }

  /**
   * By Python in double precision, from the equations of snnTorch's {@code SpikeTime}, {@code
   * ce_temporal_loss} and {@code mse_temporal_loss}: times 3, 1 and 4 (no spike counts as one in
   * the last step), and -1 as the derivative of a time by the output in its step.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ce-temporal                       | 2.16984602 | -0.88580480 | 0.84379473 | 0.04201007",
        "ce-temporal(inverse = reciprocal) | 1.17410770 | -0.04318158 | 0.09922135 | 0.01176080",
        "mse-temporal                      | 0.24       | -0.08       | 0.08       | 0",
        "mse-temporal(1, -2, 2)            | 0.10666667 | -0.05333333 | 0.05333333 | 0"
      })
  void lossesAndGradientsEqualSnnTorchs(
      String spec, double expected, float first, float second, float third) {
    SequenceLoss loss = SequenceLoss.parse(spec);
    float[][] gradient = new float[STEPS][CLASSES];
    for (float[] step : gradient) {
      Arrays.fill(step, Float.NaN);
    }
    assertThat(loss.evaluate(sequence(), 0, CLASSES, gradient)).isCloseTo(expected, within(1e-7));
    float[][] wanted = new float[STEPS][CLASSES];
    wanted[3][0] = first;
    wanted[1][1] = second;
    wanted[4][2] = third;
    for (int t = 0; t < STEPS; t++) {
      assertThat(gradient[t]).as("step %d", t).containsExactly(wanted[t], within(1e-7f));
    }
    assertThat(SequenceLoss.parse(loss.spec())).isEqualTo(loss);
  }

  @Test
  void aClassThatIsLateByManyStepsCostsWhatItIsLate() {
    float[][] sequence = new float[120][2];
    sequence[0][1] = 1;
    SequenceLoss loss = SequenceLoss.parse("ce-temporal");
    assertThat(loss.value(sequence, 0, 2)).isCloseTo(119, within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ce-temporal", "ce-temporal(inverse = reciprocal)", "mse-temporal"})
  void theClassIsTheOneThatSpikesFirst(String spec) {
    SequenceLoss loss = SequenceLoss.parse(spec);
    float[] scores = loss.scores(sequence(), CLASSES);
    assertThat(scores[1]).isGreaterThan(scores[0]);
    assertThat(scores[0]).isGreaterThan(scores[2]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ce-temporal", "ce-temporal(inverse = reciprocal)", "mse-temporal"})
  void scoresOverTimeAreThoseOfTheBeginnings(String spec) {
    SequenceLoss loss = SequenceLoss.parse(spec);
    float[][] over = loss.scoresOverTime(sequence(), CLASSES);
    for (int t = 0; t < STEPS; t++) {
      assertThat(over[t]).isEqualTo(loss.scores(Arrays.copyOf(sequence(), t + 1), CLASSES));
    }
    assertThat(loss.scores(new float[0][], CLASSES)).containsOnly(0f);
  }

  @Test
  void aPopulationSpikesAtTheMeanOfItsTimes() {
    float[][] sequence = new float[STEPS][4];
    sequence[1][0] = 1;
    sequence[4][1] = 1;
    sequence[2][2] = 1;
    sequence[2][3] = 1;
    SequenceLoss loss = SequenceLoss.parse("ce-temporal");
    assertThat(loss.scores(sequence, 2)).containsExactly(-2.5f, -2f);
    float[][] gradient = new float[STEPS][4];
    loss.evaluate(sequence, 0, 2, gradient);
    float half = (float) (1 / (1 + Math.exp(-0.5)) / 2);
    assertThat(gradient[1][0]).isCloseTo(-half, within(1e-6f));
    assertThat(gradient[4][1]).isCloseTo(-half, within(1e-6f));
    assertThat(gradient[2][2]).isCloseTo(half, within(1e-6f));
    assertThat(gradient[2][3]).isCloseTo(half, within(1e-6f));
  }

  @Test
  void targetsBeyondAShortSequenceAreItsEnds() {
    float[][] sequence = new float[2][2];
    sequence[0][0] = 1;
    assertThat(SequenceLoss.parse("mse-temporal(-9, 9)").value(sequence, 0, 2)).isEqualTo(0);
  }

  private static MultiLayerNetwork network(String stack, String loss) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NetworkSettings(stack, loss)
                .configuration(
                    NetworkInput.of(CLASSES, InputCoding.DENSE),
                    CLASSES,
                    new NetworkSettings.Optimisation(new FusedAdam(0.01), 0, 0),
                    2));
    network.init();
    return network;
  }

  @ParameterizedTest
  @ValueSource(strings = {"ce-temporal", "ce-temporal(inverse = reciprocal)", "mse-temporal"})
  void aNetworkLearnsToSpikeFirstForTheRightClass(String loss) {
    MultiLayerNetwork network = network("leaky(30) | leaky(classes * 2)", loss);
    int batch = 30;
    INDArray features = Nd4j.zeros(batch, CLASSES, 12);
    INDArray labels = Nd4j.zeros(batch, CLASSES);
    SplittableRandom random = new SplittableRandom(3);
    for (int b = 0; b < batch; b++) {
      labels.putScalar(b, b % CLASSES, 1);
      for (int t = 0; t < 12; t++) {
        features.putScalar(new int[] {b, b % CLASSES, t}, 0.5 + random.nextDouble());
      }
    }
    for (int k = 0; k < 150; k++) {
      network.fit(new DataSet(features, labels));
    }
    INDArray right = network.output(features).argMax(1);
    for (int b = 0; b < batch; b++) {
      assertThat(right.getInt(b)).isEqualTo(b % CLASSES);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "leaky(4) | readout(mean)",
        "leaky(4) | readout(mean, loss = mse-temporal)",
        "leaky(classes, output = membrane)",
        "lstm(classes)"
      })
  void refusesNetworksThatDoNotEndWithSpikes(String stack) {
    List<String> losses =
        stack.contains("loss") ? List.of("") : List.of("ce-temporal", "mse-temporal");
    for (String loss : losses) {
      assertThatThrownBy(() -> network(stack, loss))
          .isInstanceOf(UserErrorException.class)
          .hasMessageContaining("reads the times of spikes, but")
          .hasMessageContaining("end network.stack with spiking neurons");
    }
  }
}
