package org.spiketrain.model.neuron;

import java.io.Serializable;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.spiketrain.model.UserErrorException;

/**
 * What stands in for the derivative of the spike function {@code Theta(z)} (1 where {@code z >= 0},
 * else 0) in the backward pass (Neftci, Mostafa and Zenke 2019, "Surrogate gradient learning in
 * spiking neural networks"). Each implementation is also the exact derivative of a smooth function,
 * {@link #smooth(double)}, against which gradients can be checked by finite differences.
 */
public interface SurrogateGradient extends Serializable {

  /**
   * Surrogate derivative of the first {@code n} entries: {@code out[j] = dTheta/dz at z[j]}.
   *
   * @param z pre-activations minus threshold, any finite value
   * @param out receives the derivatives; may be {@code z} itself
   * @param n number of entries, from 0 to the length of both arrays
   */
  void derivative(float[] z, float[] out, int n);

  /**
   * The spike function: {@code out[j] = 1} where {@code z[j] >= 0}, else 0. A surrogate that gives
   * {@link #smooth} instead makes a whole network differentiable, so that its gradients can be
   * checked.
   *
   * @param z pre-activations minus threshold
   * @param out receives the spikes; may be {@code z} itself
   * @param n number of entries
   */
  default void spikes(float[] z, float[] out, int n) {
    VectorMath.spikes(z, out, n);
  }

  /** The smooth, ascending function whose derivative this is. */
  double smooth(double z);

  /** This surrogate as {@link #parse(String)} reads it, for example {@code erf(2.0)}. */
  String spec();

  /**
   * Reads a surrogate's name and parameter: {@code erf(2)}, {@code sigmoid(4)}, {@code atan(2)},
   * {@code soft-sign(2)}, {@code piecewise-quadratic(1)}, {@code piecewise-exp(1)} or {@code
   * fast-sigmoid(25)}.
   *
   * @throws UserErrorException if the name is unknown or the parameter is not a positive number
   */
  static SurrogateGradient parse(String spec) {
    Matcher parts = SPEC.matcher(spec.strip().toLowerCase(Locale.ROOT));
    if (!parts.matches() || Double.parseDouble(parts.group(2)) <= 0) {
      throw new UserErrorException(
          "Cannot parse surrogate '%s': expected a name and a positive number, as in erf(2.0)"
              .formatted(spec));
    }
    float parameter = Float.parseFloat(parts.group(2));
    return switch (parts.group(1)) {
      case "erf" -> new ErfSurrogate(parameter);
      case "sigmoid" -> new SigmoidSurrogate(parameter);
      case "atan" -> new ATanSurrogate(parameter);
      case "soft-sign" -> new SoftSignSurrogate(parameter);
      case "piecewise-quadratic" -> new PiecewiseQuadraticSurrogate(parameter);
      case "piecewise-exp" -> new PiecewiseExpSurrogate(parameter);
      case "fast-sigmoid" -> new FastSigmoidSurrogate(parameter);
      default ->
          throw new UserErrorException(
              ("Unknown surrogate '%s': expected erf, sigmoid, atan, soft-sign, "
                      + "piecewise-quadratic, piecewise-exp or fast-sigmoid")
                  .formatted(parts.group(1)));
    };
  }

  /** SpikingJelly's default in recurrent cells: {@code erf(2)}. */
  static SurrogateGradient standard() {
    return new ErfSurrogate(2f);
  }

  /** A name and a decimal number in parentheses. */
  Pattern SPEC = Pattern.compile("([a-z-]+)\\(\\s*([0-9]*\\.?[0-9]+)\\s*\\)");
}
