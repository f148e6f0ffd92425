package org.spiketrain.model.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class McNemarTest {
  /** scipy.stats.binomtest(5, 20).pvalue, and of a tail. */
  @Test
  void agreesWithTheBinomialTest() {
    McNemar test = new McNemar(15, 5);

    assertThat(test.twoSided()).isCloseTo(0.04138946533203125, within(1e-12));
    assertThat(test.firstIsBetter()).isCloseTo(0.020694732666015625, within(1e-12));
    assertThat(test.firstIsWorse()).isCloseTo(0.994091033935547, within(1e-12));
  }

  /** scipy.stats.binomtest(5, 157).pvalue. */
  @Test
  void hasTailsThatAreHardlyThere() {
    assertThat(new McNemar(152, 5).twoSided())
        .isCloseTo(8.434066226919418e-39, withinPercentage(1e-6));
    assertThat(new McNemar(900, 3).firstIsBetter()).isPositive();
  }

  @Test
  void isTheSumOfBinomialCoefficients() {
    for (int first = 0; first <= 12; first++) {
      for (int second = 0; second <= 12; second++) {
        McNemar test = new McNemar(first, second);
        double tail = 0;
        for (int k = 0; k <= second; k++) {
          tail += choose(first + second, k) / Math.pow(2, first + second);
        }
        assertThat(test.firstIsBetter()).isCloseTo(tail, within(1e-12));
        assertThat(new McNemar(second, first).firstIsWorse()).isEqualTo(test.firstIsBetter());
        assertThat(new McNemar(second, first).twoSided()).isEqualTo(test.twoSided());
      }
    }
  }

  private static double choose(int n, int k) {
    BigInteger ways = BigInteger.ONE;
    for (int j = 1; j <= k; j++) {
      ways = ways.multiply(BigInteger.valueOf(n - k + j)).divide(BigInteger.valueOf(j));
    }
    return ways.doubleValue();
  }

  @Test
  void classifiersThatNeverDifferAreEqual() {
    assertThat(new McNemar(0, 0).twoSided()).isEqualTo(1);
    assertThat(new McNemar(0, 0).firstIsBetter()).isEqualTo(1);
  }

  @Test
  void bearsMillionsAndRefusesNegativeOnes() {
    assertThat(new McNemar(1_000_000, 990_000).twoSided()).isBetween(1e-13, 1e-11);
    assertThatThrownBy(() -> new McNemar(-1, 2)).hasMessageContaining("-1 and 2");
  }
}
