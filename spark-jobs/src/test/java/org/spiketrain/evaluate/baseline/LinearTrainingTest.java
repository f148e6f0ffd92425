package org.spiketrain.evaluate.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.spiketrain.evaluate.baseline.MarginLoss.OneAgainstRest;
import org.spiketrain.evaluate.baseline.MarginLoss.Softmax;
import org.spiketrain.evaluate.baseline.MarginLoss.SquaredHinge;

class LinearTrainingTest {
  private static LabelledRow row(int label, float... values) {
    int[] columns = new int[values.length];
    Arrays.setAll(columns, k -> k);
    return new LabelledRow(label, new SparseRow(columns, values));
  }

  static List<MarginLoss> losses() {
    return List.of(new Softmax(), new OneAgainstRest(), new SquaredHinge());
  }

  private static List<LabelledRow> drawn(int classes) {
    Random random = new Random(7);
    List<LabelledRow> rows = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      rows.add(row(i % classes, (float) random.nextGaussian(), random.nextFloat() + i % classes));
    }
    return rows;
  }

  @ParameterizedTest
  @MethodSource("losses")
  void derivativesAreThoseOfTheLoss(MarginLoss loss) {
    for (int classes = 2; classes <= 3; classes++) {
      int margins = loss.margins(classes);
      double[] point = new Random(3).doubles(3L * margins, -0.5, 0.5).toArray();
      double[] factors = new Random(4).doubles(3L * margins, 0.5, 2).toArray();
      RegularisedLoss function =
          new RegularisedLoss(
              drawn(classes), loss, margins, new double[] {1, 2, 0.5}, factors, 0.7);
      double[] gradient = new double[point.length];
      function.at(point, gradient);
      for (int k = 0; k < point.length; k++) {
        double[] above = point.clone();
        double[] below = point.clone();
        above[k] += 1e-6;
        below[k] -= 1e-6;
        double[] unused = new double[point.length];
        double slope = (function.at(above, unused) - function.at(below, unused)) / 2e-6;
        assertThat(gradient[k]).isCloseTo(slope, within(1e-6));
      }
    }
  }

  /**
   * Two examples at -1 and 1: the intercept is 0, and the weight w minimises 2 ln(1 + exp(-w)) +
   * w^2 / 2, where w = 2 / (1 + exp(w)): 0.6750.
   */
  @Test
  void theMinimumIsTheOneThatCanBeReckoned() {
    LinearModel model =
        new LinearTraining(new Softmax(), Scaling.none(), ClassWeights.PLAIN, 1)
            .fit(List.of(row(0, -1), row(1, 1)), 2, 1);

    assertThat(model.weights()[0]).isCloseTo(0.6750, within(1e-3));
    assertThat(model.weights()[0]).isCloseTo(2 / (1 + Math.exp(model.weights()[0])), within(1e-3));
    assertThat(model.weights()[1]).isCloseTo(0, within(1e-6));
  }

  @Test
  void withoutColumnsTheSharesOfTheClassesAreLearnt() {
    List<LabelledRow> rows = List.of(row(0), row(0), row(0), row(1), row(2), row(2));

    assertThat(fitted(rows, ClassWeights.PLAIN)).isCloseTo(0.5, within(0.01));
    assertThat(fitted(rows, ClassWeights.BALANCED)).isCloseTo(1 / 3.0, within(0.01));
  }

  private static double fitted(List<LabelledRow> rows, ClassWeights weights) {
    return new LinearTraining(new Softmax(), Scaling.none(), weights, 1)
        .fit(rows, 4, 0)
        .probabilities(row(0).row())[0];
  }

  @Test
  void balancedClassesWeighTheSame() {
    assertThat(ClassWeights.BALANCED.of(new long[] {6, 0, 2, 1}))
        .containsExactly(9 / 18.0, 1, 9 / 6.0, 9 / 3.0);
    assertThat(ClassWeights.PLAIN.of(new long[] {6, 0})).containsExactly(1, 1);
  }

  /**
   * Column 0 is in both examples of class 1 and in one of the two of class 0; column 1 in one of
   * class 0. With 1 added: 3 of 4 against 2 of 4, and 1 of 4 against 2 of 4.
   */
  @Test
  void logRatiosAreThoseOfNaiveBayes() {
    List<LabelledRow> rows =
        List.of(
            new LabelledRow(1, new SparseRow(new int[] {0}, new float[] {1})),
            new LabelledRow(1, new SparseRow(new int[] {0}, new float[] {1})),
            new LabelledRow(0, new SparseRow(new int[] {0}, new float[] {1})),
            new LabelledRow(0, new SparseRow(new int[] {1}, new float[] {1})));

    assertThat(Scaling.logRatios().of(rows, 2, 1))
        .containsExactly(new double[] {Math.log(3 / 2.0), Math.log(1 / 2.0)}, within(1e-12));
    // Of three classes each against the rest: class 0 has what class 1 had to fear.
    double[] ofThree = Scaling.logRatios().of(rows, 2, 3);
    assertThat(ofThree[0]).isCloseTo(Math.log(2 / 3.0), within(1e-12));
    assertThat(ofThree[1]).isCloseTo(Math.log(3 / 2.0), within(1e-12));
  }

  @Test
  void standardColumnsHaveTheSameDeviation() {
    double[] factors =
        Scaling.standard().of(List.of(row(0, 1, 5), row(1, 3, 5), row(0, 5, 5)), 2, 1);

    assertThat(factors[0]).isCloseTo(1 / Math.sqrt(8 / 3.0), within(1e-9));
    assertThat(factors[1]).isZero();
  }

  @ParameterizedTest
  @MethodSource("losses")
  void probabilitiesAddUp(MarginLoss loss) {
    assertThat(Arrays.stream(loss.probabilities(new double[] {-800, 3, -2})).sum())
        .isCloseTo(1, within(1e-12));
    double[] ofTwo = loss.probabilities(new double[] {2});
    assertThat(ofTwo[1]).isCloseTo(1 / (1 + Math.exp(-2)), within(1e-12));
    assertThat(ofTwo[0] + ofTwo[1]).isCloseTo(1, within(1e-12));
  }
}
