package org.spiketrain.model.neuron;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.spiketrain.model.api.Arguments;
import org.spiketrain.model.api.Factory;
import org.spiketrain.model.api.Parameter;
import org.spiketrain.model.api.Range;
import org.spiketrain.model.api.Spec;
import org.spiketrain.model.api.SurrogateGradient;
import org.spiketrain.model.api.SurrogateProvider;
import org.spiketrain.model.api.VectorMath;

/** The surrogate gradients of SpikingJelly and snnTorch, found by name. */
public final class Surrogates implements SurrogateProvider {
  private static final Parameter<Double> ALPHA = positive("alpha", "steepness");
  private static final Parameter<Double> HEIGHT = positive("height", "height of the slopes");
  private static final Parameter<Double> BETA = positive("beta", "inverse of the width");
  private static final Parameter<Double> WIDTH =
      positive("width", "width around the threshold; the height is 1 / width").orElse(1.0);
  private static final Parameter<Double> SLAYER_STEEPNESS =
      positive("alpha", "steepness").orElse(5.0);
  private static final Parameter<Double> SLAYER_FACTOR = positive("factor", "factor").orElse(0.4);
  private static final Parameter<Double> SLOPE = positive("slope", "height");

  private static Parameter<Double> positive(String name, String documentation) {
    return Parameter.number(name, Range.above(0), documentation);
  }

  @Override
  public List<Factory<SurrogateGradient>> entries() {
    return List.of(
        of("erf", "Gaussian, SpikingJelly's default in recurrent cells.", ALPHA, Erf::new),
        of("sigmoid", "Derivative of the logistic function.", ALPHA, Sigmoid::new),
        of(
            "atan",
            "Derivative of the arc tangent, snnTorch's default (Fang et al. 2021).",
            ALPHA,
            ATan::new),
        of(
            "soft-sign",
            "Derivative of the soft sign, as SpikingJelly computes it.",
            ALPHA,
            SoftSign::new),
        of("piecewise-quadratic", "Triangle, 2 / alpha wide.", ALPHA, PiecewiseQuadratic::new),
        of("piecewise-exp", "Two-sided exponential.", ALPHA, PiecewiseExp::new),
        of(
            "fast-sigmoid",
            "Derivative of the fast sigmoid without its slope, 1 / (1 + alpha |z|)^2: that of SuperSpike"
                + " (Zenke and Ganguli 2018).",
            ALPHA,
            FastSigmoid::new),
        of(
            "triangular",
            "Slopes of a triangle, as snnTorch computes them.",
            HEIGHT,
            Triangular::new),
        Factory.of(
            "spike-rate-escape",
            "Derivative of snnTorch's escape noise model.",
            Surrogates::spikeRateEscape,
            BETA,
            SLOPE),
        of("boxcar", "Constant near the threshold (Kaiser et al. 2020).", WIDTH, Boxcar::new),
        Factory.of(
            "slayer",
            "Two-sided exponential times a factor (Shrestha and Orchard 2018).",
            Surrogates::slayer,
            SLAYER_STEEPNESS,
            SLAYER_FACTOR),
        Factory.of(
            "straight-through",
            "1 everywhere (Bengio, Leonard and Courville 2013).",
            a -> new StraightThrough("straight-through")),
        Factory.of(
            "heaviside",
            "The spike itself, as snnTorch's heaviside.",
            a -> new Heaviside("heaviside")));
  }

  private static Factory<SurrogateGradient> of(
      String name,
      String documentation,
      Parameter<Double> parameter,
      BiFunction<String, Float, SurrogateGradient> maker) {
    return Factory.of(
        name,
        documentation,
        a -> {
          float value = a.get(parameter).floatValue();
          return maker.apply(Spec.of(name, value).toString(), value);
        },
        parameter);
  }

  private static SurrogateGradient slayer(Arguments a) {
    float alpha = a.get(SLAYER_STEEPNESS).floatValue();
    float factor = a.get(SLAYER_FACTOR).floatValue();
    return new Slayer(Spec.of("slayer", alpha, factor).toString(), alpha, factor);
  }

  private static SurrogateGradient spikeRateEscape(Arguments a) {
    float beta = a.get(BETA).floatValue();
    float slope = a.get(SLOPE).floatValue();
    return new SpikeRateEscape(Spec.of("spike-rate-escape", beta, slope).toString(), beta, slope);
  }

  /**
   * Gaussian derivative: {@code alpha / sqrt(pi) * exp(-(alpha z)^2)}, the derivative of {@code (1
   * + erf(alpha z)) / 2} scaled as in SpikingJelly, whose recurrent cells use it with alpha 2 by
   * default.
   */
  record Erf(String spec, float alpha) implements SurrogateGradient {
    @Override
    public void derivative(float[] z, float[] out, int n) {
      float height = (float) (alpha / Math.sqrt(Math.PI));
      for (int j = 0; j < n; j++) {
        float az = alpha * z[j];
        out[j] = height * VectorMath.negativeExp(az * az);
      }
    }

    @Override
    public double smooth(double z) {
      return 0.5 * (1 + org.apache.commons.math3.special.Erf.erf(alpha * z));
    }
  }

  /** Constant {@code 1 / width} where {@code -width / 2 < z <= width / 2}, else 0. */
  record Boxcar(String spec, float width) implements SurrogateGradient {
    @Override
    public void derivative(float[] z, float[] out, int n) {
      for (int j = 0; j < n; j++) {
        out[j] = z[j] > -0.5f * width && z[j] <= 0.5f * width ? 1f / width : 0f;
      }
    }

    @Override
    public double smooth(double z) {
      return Math.min(1, Math.max(0, 0.5 + z / width));
    }
  }

  /** Logistic derivative: {@code alpha s (1 - s)} with {@code s = 1 / (1 + exp(-alpha z))}. */
  record Sigmoid(String spec, float alpha) implements SurrogateGradient {
    @Override
    public void derivative(float[] z, float[] out, int n) {
      for (int j = 0; j < n; j++) {
        float e = VectorMath.negativeExp(Math.abs(alpha * z[j]));
        out[j] = alpha * e / ((1f + e) * (1f + e));
      }
    }

    @Override
    public double smooth(double z) {
      return 1 / (1 + Math.exp(-alpha * z));
    }
  }

  /**
   * Derivative of the scaled arc tangent: {@code (alpha / 2) / (1 + (pi / 2 alpha z)^2)} (Fang et
   * al. 2021), as SpikingJelly and snnTorch compute it.
   */
  record ATan(String spec, float alpha) implements SurrogateGradient {
    @Override
    public void derivative(float[] z, float[] out, int n) {
      float slope = (float) (Math.PI / 2 * alpha);
      for (int j = 0; j < n; j++) {
        float s = slope * z[j];
        out[j] = 0.5f * alpha / (1f + s * s);
      }
    }

    @Override
    public double smooth(double z) {
      return Math.atan(Math.PI / 2 * alpha * z) / Math.PI + 0.5;
    }
  }

  /** Derivative of SpikingJelly's soft sign: {@code 1 / (2 alpha (1 / alpha + |z|)^2)}. */
  record SoftSign(String spec, float alpha) implements SurrogateGradient {
    @Override
    public void derivative(float[] z, float[] out, int n) {
      float width = 1f / alpha;
      for (int j = 0; j < n; j++) {
        float d = width + Math.abs(z[j]);
        out[j] = 0.5f * width / (d * d);
      }
    }

    @Override
    public double smooth(double z) {
      return 0.5 * (z / (1 / alpha + Math.abs(z)) + 1);
    }
  }

  /** Triangle: {@code max(0, alpha - alpha^2 |z|)}. */
  record PiecewiseQuadratic(String spec, float alpha) implements SurrogateGradient {
    @Override
    public void derivative(float[] z, float[] out, int n) {
      for (int j = 0; j < n; j++) {
        out[j] = Math.max(0f, alpha - alpha * alpha * Math.abs(z[j]));
      }
    }

    @Override
    public double smooth(double z) {
      double clamped = Math.max(-1 / alpha, Math.min(1 / alpha, z));
      return -0.5 * alpha * alpha * Math.abs(clamped) * clamped + alpha * clamped + 0.5;
    }
  }

  /** Two-sided exponential: {@code (alpha / 2) exp(-alpha |z|)}. */
  record PiecewiseExp(String spec, float alpha) implements SurrogateGradient {
    @Override
    public void derivative(float[] z, float[] out, int n) {
      for (int j = 0; j < n; j++) {
        out[j] = 0.5f * alpha * VectorMath.negativeExp(alpha * Math.abs(z[j]));
      }
    }

    @Override
    public double smooth(double z) {
      double tail = 0.5 * Math.exp(-alpha * Math.abs(z));
      return z < 0 ? tail : 1 - tail;
    }
  }

  /**
   * Two-sided exponential with an area of {@code factor}: {@code factor alpha / 2 exp(-alpha |z|)}.
   */
  record Slayer(String spec, float alpha, float factor) implements SurrogateGradient {
    @Override
    public void derivative(float[] z, float[] out, int n) {
      float height = 0.5f * factor * alpha;
      for (int j = 0; j < n; j++) {
        out[j] = height * VectorMath.negativeExp(alpha * Math.abs(z[j]));
      }
    }

    @Override
    public double smooth(double z) {
      double tail = 0.5 * factor * Math.exp(-alpha * Math.abs(z));
      return z < 0 ? tail : factor - tail;
    }
  }

  /**
   * Derivative of the fast sigmoid without its slope, as snnTorch computes it: {@code 1 / (1 +
   * alpha |z|)^2}, the surrogate of SuperSpike (Zenke and Ganguli 2018, "SuperSpike: supervised
   * learning in multilayer spiking neural networks").
   */
  record FastSigmoid(String spec, float alpha) implements SurrogateGradient {
    @Override
    public void derivative(float[] z, float[] out, int n) {
      for (int j = 0; j < n; j++) {
        float d = 1f + alpha * Math.abs(z[j]);
        out[j] = 1f / (d * d);
      }
    }

    @Override
    public double smooth(double z) {
      return 0.5 + z / (1 + alpha * Math.abs(z));
    }
  }

  /**
   * snnTorch's {@code triangular}: {@code +height} below the threshold and {@code -height} from it
   * on, the slopes of a triangle rather than the triangle itself.
   */
  record Triangular(String spec, float height) implements SurrogateGradient {
    @Override
    public void derivative(float[] z, float[] out, int n) {
      for (int j = 0; j < n; j++) {
        out[j] = z[j] < 0f ? height : -height;
      }
    }

    @Override
    public double smooth(double z) {
      return -height * Math.abs(z);
    }
  }

  /** Derivative of snnTorch's escape noise: {@code slope exp(-beta |z - 1|)}, highest at z = 1. */
  record SpikeRateEscape(String spec, float beta, float slope) implements SurrogateGradient {
    @Override
    public void derivative(float[] z, float[] out, int n) {
      for (int j = 0; j < n; j++) {
        out[j] = slope * VectorMath.negativeExp(beta * Math.abs(z[j] - 1f));
      }
    }

    @Override
    public double smooth(double z) {
      double area = slope / beta;
      double tail = area * Math.exp(-beta * Math.abs(z - 1));
      return z < 1 ? tail : 2 * area - tail;
    }
  }

  /** Straight-through, {@code 1} everywhere (Bengio, Leonard, Courville 2013), as in snnTorch. */
  record StraightThrough(String spec) implements SurrogateGradient {
    @Override
    public void derivative(float[] z, float[] out, int n) {
      Arrays.fill(out, 0, n, 1f);
    }

    @Override
    public double smooth(double z) {
      return z;
    }
  }

  /** snnTorch's {@code heaviside}: the spike itself as its derivative, 1 above the threshold. */
  record Heaviside(String spec) implements SurrogateGradient {
    @Override
    public void derivative(float[] z, float[] out, int n) {
      VectorMath.strictSpikes(z, out, n);
    }

    @Override
    public double smooth(double z) {
      return Math.max(0, z);
    }
  }
}
