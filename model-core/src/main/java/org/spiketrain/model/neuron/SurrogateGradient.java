package org.spiketrain.model.neuron;

import java.io.Serializable;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonValue;
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

  /**
   * The spike function of snnTorch's neurons, which does not fire on the threshold itself: {@code
   * out[j] = 1} where {@code z[j] > 0}, else 0.
   *
   * @param z membrane potentials minus threshold
   * @param out receives the spikes; may be {@code z} itself
   * @param n number of entries
   */
  default void strictSpikes(float[] z, float[] out, int n) {
    VectorMath.strictSpikes(z, out, n);
  }

  /** The smooth function whose derivative this is; ascending in all but {@code triangular}. */
  double smooth(double z);

  /** This surrogate as {@link #parse(String)} reads it, for example {@code erf(2.0)}. */
  @JsonValue
  String spec();

  /**
   * Reads a surrogate's name and parameters: {@code erf(2)}, {@code sigmoid(4)}, {@code atan(2)},
   * {@code soft-sign(2)}, {@code piecewise-quadratic(1)}, {@code piecewise-exp(1)}, {@code
   * fast-sigmoid(25)}, {@code triangular(1)}, {@code spike-rate-escape(1, 25)}, {@code
   * straight-through} or {@code heaviside}.
   *
   * @throws UserErrorException if the name is unknown or a parameter is missing or not positive
   */
  @JsonCreator
  static SurrogateGradient parse(String spec) {
    Matcher parts = SPEC.matcher(spec.strip().toLowerCase(Locale.ROOT));
    if (!parts.matches()) {
      throw notParsed(spec);
    }
    String name = parts.group(1);
    float[] parameters = new float[2];
    for (int p = 0; p < 2; p++) {
      String text = parts.group(2 + p);
      parameters[p] = text == null ? Float.NaN : Float.parseFloat(text);
    }
    int needed =
        switch (name) {
          case "straight-through", "heaviside" -> 0;
          case "spike-rate-escape" -> 2;
          default -> 1;
        };
    SurrogateGradient surrogate = make(name, parameters);
    for (int p = 0; p < 2; p++) {
      if (p < needed ? !(parameters[p] > 0) : !Float.isNaN(parameters[p])) {
        throw notParsed(spec);
      }
    }
    return surrogate;
  }

  private static SurrogateGradient make(String name, float[] parameters) {
    return switch (name) {
      case "erf" -> new ErfSurrogate(parameters[0]);
      case "sigmoid" -> new SigmoidSurrogate(parameters[0]);
      case "atan" -> new ATanSurrogate(parameters[0]);
      case "soft-sign" -> new SoftSignSurrogate(parameters[0]);
      case "piecewise-quadratic" -> new PiecewiseQuadraticSurrogate(parameters[0]);
      case "piecewise-exp" -> new PiecewiseExpSurrogate(parameters[0]);
      case "fast-sigmoid" -> new FastSigmoidSurrogate(parameters[0]);
      case "triangular" -> new TriangularSurrogate(parameters[0]);
      case "spike-rate-escape" -> new SpikeRateEscapeSurrogate(parameters[0], parameters[1]);
      case "straight-through" -> new StraightThroughSurrogate();
      case "heaviside" -> new HeavisideSurrogate();
      default ->
          throw new UserErrorException(
              ("Unknown surrogate '%s': expected erf, sigmoid, atan, soft-sign, "
                      + "piecewise-quadratic, piecewise-exp, fast-sigmoid, triangular, "
                      + "spike-rate-escape, straight-through or heaviside")
                  .formatted(name));
    };
  }

  private static UserErrorException notParsed(String spec) {
    return new UserErrorException(
        "Cannot parse surrogate '%s': expected a name and a positive number, as in erf(2.0); spike-rate-escape has two, straight-through and heaviside none"
            .formatted(spec));
  }

  /** SpikingJelly's default in recurrent cells: {@code erf(2)}. */
  static SurrogateGradient standard() {
    return new ErfSurrogate(2f);
  }

  /** snnTorch's default: {@code atan(2)}. */
  static SurrogateGradient ofSnnTorch() {
    return new ATanSurrogate(2f);
  }

  /** A name and up to two decimal numbers in parentheses. */
  Pattern SPEC =
      Pattern.compile(
          "([a-z-]+)(?:\\(\\s*([0-9]*\\.?[0-9]+)\\s*(?:,\\s*([0-9]*\\.?[0-9]+)\\s*)?\\))?");
}
