package org.spiketrain.model.neuron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.spiketrain.model.golden.Close.assertClose;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.SurrogateGradient;
import org.spiketrain.model.api.VectorMath;
import org.spiketrain.model.golden.GoldenCase;

class SurrogateGradientTest {
  @ParameterizedTest
  @CsvSource({
    "Erf_alpha2, erf(2)",
    "Erf_alpha1, erf(1)",
    "Sigmoid_alpha4, sigmoid(4)",
    "ATan_alpha2, atan(2)",
    "SoftSign_alpha2, soft-sign(2)",
    "PiecewiseQuadratic_alpha1, piecewise-quadratic(1)",
    "PiecewiseExp_alpha1, piecewise-exp(1)"
  })
  void spikesAndDerivativesEqualSpikingJellys(String name, String spec) {
    for (String file : new String[] {"sjcd_surrogates", "sjab_surrogates"}) {
      GoldenCase golden = GoldenCase.read(file);
      float[] x = golden.values("x");
      float[] derivative = new float[x.length];
      float[] spikes = new float[x.length];
      SurrogateGradient.parse(spec).derivative(x, derivative, x.length);
      VectorMath.spikes(x, spikes, x.length);
      assertClose(name + ".grad", derivative, golden.values(name + ".grad"));
      assertThat(spikes).containsExactly(golden.values(name + ".spike"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "atan_alpha2 | atan(2)",
        "atan_alpha1 | atan(1)",
        "fast_sigmoid_slope25 | fast-sigmoid(25)",
        "fast_sigmoid_slope10 | fast-sigmoid(10)",
        "sigmoid_slope25 | sigmoid(25)",
        "straight_through | straight-through",
        "triangular_threshold1 | triangular(1)",
        "heaviside | heaviside",
        "spike_rate_escape_beta1_slope25 | spike-rate-escape(1, 25)"
      })
  void spikesAndDerivativesEqualSnnTorchs(String name, String spec) {
    GoldenCase golden = GoldenCase.read("snn_surrogates");
    SurrogateGradient surrogate = SurrogateGradient.parse(spec);
    assertThat(SurrogateGradient.parse(surrogate.spec())).isEqualTo(surrogate);
    float[] x = golden.values("x");
    float[] derivative = new float[x.length];
    float[] spikes = new float[x.length];
    surrogate.derivative(x, derivative, x.length);
    surrogate.strictSpikes(x, spikes, x.length);
    assertClose(name + ".grad", derivative, golden.values(name + ".grad"));
    assertThat(spikes).containsExactly(golden.values(name + ".spike"));
  }

  @Test
  void functionsOfTheGatesStayWithinTheirErrorBounds() {
    for (float x = -30; x < 30; x += 0.003f) {
      float[] value = {x};
      VectorMath.tanh(value, value, 1);
      assertThat((double) value[0]).as("tanh(%f)", x).isCloseTo(Math.tanh(x), within(5e-7));
      assertThat(Math.abs(value[0])).isLessThanOrEqualTo(1f);
      value[0] = x;
      VectorMath.sigmoid(value, value, 1);
      double sigmoid = 1 / (1 + Math.exp(-x));
      assertThat((double) value[0]).as("sigmoid(%f)", x).isCloseTo(sigmoid, within(3e-7));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "erf(2)",
        "sigmoid(4)",
        "atan(2)",
        "soft-sign(2)",
        "piecewise-quadratic(1)",
        "piecewise-exp(1.5)",
        "fast-sigmoid(25)",
        "slayer(5, 0.4)",
        "boxcar(1.9)"
      })
  void derivativeIsThatOfTheSmoothFunction(String spec) {
    SurrogateGradient surrogate = SurrogateGradient.parse(spec);
    double step = 1e-5;
    for (float z = -3.03f; z < 3; z += 0.11f) {
      float[] derivative = new float[1];
      surrogate.derivative(new float[] {z}, derivative, 1);
      double slope = (surrogate.smooth(z + step) - surrogate.smooth(z - step)) / (2 * step);
      assertThat((double) derivative[0]).as("at %f", z).isCloseTo(slope, within(2e-5));
    }
  }

  @Test
  void spikesAtZeroAndNotJustBelow() {
    float[] z = {0f, -0f, Float.MIN_VALUE, -Float.MIN_VALUE, 1e30f, -1e30f, Float.NaN};
    float[] spikes = new float[z.length];
    VectorMath.spikes(z, spikes, z.length);
    assertThat(spikes).containsExactly(1f, 1f, 1f, 0f, 1f, 0f, Float.NaN);
  }

  @Test
  void negativeExpStaysWithinItsErrorBound() {
    for (float u = 0; u < 60; u += 0.01f) {
      double exact = Math.exp(-u);
      double error = Math.abs(VectorMath.negativeExp(u) - exact);
      assertThat(error).as("at %f", u).isLessThan(u <= 10 ? 5e-6 * exact : 1e-9);
    }
  }

  @Test
  void specSurvivesParsing() {
    assertThat(SurrogateGradient.parse("ATan( 2.5 )").spec()).isEqualTo("atan(2.5)");
    assertThat(SurrogateGradient.parse(SurrogateGradient.standard().spec()))
        .isEqualTo(SurrogateGradient.standard());
  }

  @ParameterizedTest
  @ValueSource(strings = {"erf", "erf()", "erf(-1)", "erf(0)", "gauss(1)"})
  void refusesNonsense(String spec) {
    assertThatThrownBy(() -> SurrogateGradient.parse(spec))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("expected");
  }
}
