package org.spiketrain.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spiketrain.model.loss.Softmax;

class InferenceReadoutTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 9})
  void logarithmsAreThoseOfTheProbabilities(int heads) {
    float[] weights = new float[heads * 2 * 3];
    float[] bias = new float[heads * 3];
    for (int k = 0; k < weights.length; k++) {
      weights[k] = (float) Math.sin(1 + k);
    }
    for (int k = 0; k < bias.length; k++) {
      bias[k] = (float) Math.cos(k);
    }
    float[][] sequence = {new float[heads * 2], new float[heads * 2]};
    sequence[1][0] = 1;
    sequence[1][heads * 2 - 1] = 2;
    InferenceReadout readout = new InferenceReadout(Pooling.SUM, heads, weights, bias);

    float[] probabilities = Softmax.mean(readout.scores(sequence));
    double[] logarithms = Softmax.logarithms(readout.scores(sequence));

    for (int c = 0; c < 3; c++) {
      assertThat(Math.exp(logarithms[c])).isCloseTo(probabilities[c], within(1e-6));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 9})
  void sureAnswersHaveNoLogarithmAboveZero(int heads) {
    float[] bias = new float[heads * 2];
    for (int head = 0; head < heads; head++) {
      bias[2 * head] = 60;
    }
    InferenceReadout readout =
        new InferenceReadout(Pooling.LAST_STEP, heads, new float[heads * 2], bias);

    double[] logarithms = Softmax.logarithms(readout.scores(new float[][] {new float[heads]}));

    assertThat(logarithms[0]).isBetween(-1e-15, 0.0);
    assertThat(logarithms[1]).isCloseTo(-60, within(1e-9));
  }
}
