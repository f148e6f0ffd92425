package org.spiketrain.model.updater;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.spiketrain.model.updater.LearningRateSchedule.Decay;

class FusedAdamTest {
  private static final int SIZE = 1500;

  @Test
  void updatesAreAdamsInDoublePrecision() {
    FusedAdam adam = new FusedAdam(0.02, 0.8, 0.99, 1e-6);
    GradientUpdater<?> updater = adam.instantiate(Nd4j.create(2 * SIZE), true);
    double[] m = new double[SIZE];
    double[] v = new double[SIZE];
    Random random = new Random(1);
    for (int t = 1; t <= 20; t++) {
      float[] gradient = new float[SIZE];
      for (int j = 0; j < SIZE; j++) {
        gradient[j] = (float) random.nextGaussian() * (j % 3 == 0 ? 1e-4f : 1f);
      }
      INDArray update = Nd4j.createFromArray(gradient.clone());
      updater.applyUpdater(update, t - 1, 0);
      for (int j = 0; j < SIZE; j++) {
        m[j] = 0.8 * m[j] + 0.2 * gradient[j];
        v[j] = 0.99 * v[j] + 0.01 * gradient[j] * gradient[j];
        double meanCorrected = m[j] / (1 - Math.pow(0.8, t));
        double squareCorrected = v[j] / (1 - Math.pow(0.99, t));
        double expected = 0.02 * meanCorrected / (Math.sqrt(squareCorrected) + 1e-6);
        assertThat((double) update.getFloat(j)).isCloseTo(expected, within(2e-6));
      }
    }
  }

  @Test
  void gradientsTooSmallToMatterBecomeZeroInsteadOfSubnormal() {
    GradientUpdater<?> updater = new FusedAdam().instantiate(Nd4j.create(2 * SIZE), true);
    INDArray update = Nd4j.valueArrayOf(new long[] {SIZE}, 1e-30f);
    updater.applyUpdater(update, 0, 0);
    assertThat(update.maxNumber().floatValue()).isZero();
    updater
        .getState()
        .values()
        .forEach(state -> assertThat(state.maxNumber().floatValue()).isZero());
  }

  @Test
  void lazyAdamLeavesBlocksWithoutGradientAlone() {
    GradientUpdater<?> lazy = new FusedAdam().lazily().instantiate(Nd4j.create(2 * SIZE), true);
    GradientUpdater<?> eager = new FusedAdam().instantiate(Nd4j.create(2 * SIZE), true);
    INDArray first = Nd4j.ones(SIZE);
    lazy.applyUpdater(first.dup(), 0, 0);
    eager.applyUpdater(first.dup(), 0, 0);

    float[] second = new float[SIZE];
    second[700] = 1f;
    INDArray lazyUpdate = Nd4j.createFromArray(second.clone());
    INDArray eagerUpdate = Nd4j.createFromArray(second.clone());
    lazy.applyUpdater(lazyUpdate, 1, 0);
    eager.applyUpdater(eagerUpdate, 1, 0);

    int block = 700 / FusedUpdater.BLOCK;
    for (int j = 0; j < SIZE; j++) {
      boolean touched = j / FusedUpdater.BLOCK == block;
      assertThat(lazyUpdate.getFloat(j)).isEqualTo(touched ? eagerUpdate.getFloat(j) : 0f);
      assertThat(eagerUpdate.getFloat(j)).isNotZero();
    }
  }

  @Test
  void schedulesRiseAndFall() {
    LearningRateSchedule cosine = new LearningRateSchedule(0.4, Decay.COSINE, 10, 110, 1, 1, 1);
    assertThat(cosine.valueAt(0, 0)).isCloseTo(0.04, within(1e-12));
    assertThat(cosine.valueAt(9, 0)).isCloseTo(0.4, within(1e-12));
    assertThat(cosine.valueAt(60, 0)).isCloseTo(0.2, within(1e-12));
    assertThat(cosine.valueAt(110, 0)).isCloseTo(0, within(1e-12));
    LearningRateSchedule linear = new LearningRateSchedule(1, Decay.LINEAR, 0, 100, 1, 1, 1);
    assertThat(linear.valueAt(25, 0)).isCloseTo(0.75, within(1e-12));
    assertThat(new LearningRateSchedule(1, Decay.CONSTANT, 2, 9, 1, 1, 1).valueAt(8, 0))
        .isEqualTo(1);
    assertThat(linear.clone()).isEqualTo(linear);
  }
}
