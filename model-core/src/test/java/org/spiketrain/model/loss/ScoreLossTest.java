package org.spiketrain.model.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.SequenceLoss;

/** Losses of a readout's scores. */
class ScoreLossTest {
  private static final float[] SCORES = {0.3f, -1.2f, 2f, 0.1f};
  private static final int LABEL = 1;

  @ParameterizedTest
  @ValueSource(strings = {"softmax-mse", "cross-entropy", "cross-entropy(0.1)"})
  void gradientsAreTheSlopesOfTheLoss(String spec) {
    SequenceLoss loss = SequenceLoss.parse(spec);
    float[] gradient = new float[4];
    value(loss, SCORES, gradient);
    for (int c = 0; c < 4; c++) {
      float[] above = SCORES.clone();
      float[] below = SCORES.clone();
      above[c] += 1e-2f;
      below[c] -= 1e-2f;
      double slope = (value(loss, above, new float[4]) - value(loss, below, new float[4])) / 2e-2;
      assertThat((double) gradient[c]).isCloseTo(slope, within(1e-4));
    }
    assertThat(SequenceLoss.parse(loss.spec())).isEqualTo(loss);
  }

  private static double value(SequenceLoss loss, float[] scores, float[] gradient) {
    return loss.evaluate(new float[][] {scores}, LABEL, 4, new float[][] {gradient});
  }

  @Test
  void valuesByHand() {
    float[] even = new float[4];
    float[] gradient = new float[4];
    assertThat(value(SequenceLoss.parse("cross-entropy"), even, gradient))
        .isCloseTo(Math.log(4), within(1e-6));
    assertThat(gradient).containsExactly(0.25f, -0.75f, 0.25f, 0.25f);
    assertThat(value(SequenceLoss.parse("softmax-mse"), even, gradient))
        .isCloseTo((3 * 0.0625 + 0.5625) / 4, within(1e-7));
  }

  @Test
  void softmaxSurvivesLargeScores() {
    float[] scores = {1000f, 999f};
    Softmax.of(scores);
    assertThat(scores[0] + scores[1]).isCloseTo(1f, within(1e-6f));
    assertThat(scores[0]).isCloseTo(0.731f, within(1e-3f));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mse", "cross-entropy(1)", "cross-entropy(-0.1)", "cross-entropy(,)"})
  void refusesNonsense(String spec) {
    assertThatThrownBy(() -> SequenceLoss.parse(spec))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining(spec);
  }

  @Test
  void theLogarithmsOfTheSoftmaxTellSureAnswersApart() {
    assertThat(Softmax.logarithms(new float[] {0, (float) Math.log(3)}))
        .containsExactly(new double[] {Math.log(0.25), Math.log(0.75)}, within(1e-7));
    double[] sure = Softmax.logarithms(new float[] {50, 0, 500});
    assertThat(sure[2]).isNegative().isGreaterThan(-1e-190);
    assertThat(sure[0]).isEqualTo(-450);
    assertThat(Softmax.logarithms(new float[] {49, 0})[0])
        .isLessThan(Softmax.logarithms(new float[] {50, 0})[0]);
  }
}
