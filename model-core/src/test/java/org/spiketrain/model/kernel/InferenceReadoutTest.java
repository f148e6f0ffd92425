package org.spiketrain.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
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

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void partsAddUpToTheBitsOfTheWhole(int heads) {
    int inputs = heads * 14;
    int classes = 5;
    Random random = new Random(heads);
    float[] pooled = random(inputs, random);
    InferenceReadout readout =
        new InferenceReadout(
            Pooling.MEAN, heads, random(inputs * classes, random), random(heads * classes, random));

    for (int cut = 0; cut <= inputs; cut++) {
      float[][] scores = readout.unread();
      readout.add(Arrays.copyOf(pooled, cut), 0, scores);
      readout.add(Arrays.copyOfRange(pooled, cut, inputs), cut, scores);

      assertThat(scores).isDeepEqualTo(readout.scores(pooled));
    }
    assertThat(readout.scores(pooled)[heads - 1][2])
        .isCloseTo(lastHeadsScore(readout, pooled, 2), within(1e-5f));
  }

  private static float[] random(int length, Random random) {
    float[] values = new float[length];
    for (int k = 0; k < length; k++) {
      values[k] = (float) random.nextGaussian();
    }
    return values;
  }

  private static float lastHeadsScore(InferenceReadout readout, float[] pooled, int label) {
    int classes = readout.bias().length / readout.heads();
    double score = readout.bias()[(readout.heads() - 1) * classes + label];
    for (int j = pooled.length / readout.heads() * (readout.heads() - 1); j < pooled.length; j++) {
      score += (double) pooled[j] * readout.weights()[j * classes + label];
    }
    return (float) score;
  }
}
