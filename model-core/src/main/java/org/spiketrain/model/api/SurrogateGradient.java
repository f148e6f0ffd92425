package org.spiketrain.model.api;

import java.io.Serializable;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.spiketrain.model.UserErrorException;

/**
 * Surrogate for the derivative of the spike function {@code Theta(z)} (1 where {@code z >= 0}, else
 * 0) in the backward pass (Neftci, Mostafa and Zenke 2019, "Surrogate gradient learning in spiking
 * neural networks"). Each implementation is also the exact derivative of a smooth function, {@link
 * #smooth(double)}, against which gradients can be checked by finite differences.
 *
 * <p>Immutable and safe for several threads. One of your own is found by name once a {@link
 * SurrogateProvider} brings it; docs/EXTEND.md has a whole one.
 */
public interface SurrogateGradient extends Specified, Serializable {
  /** All surrogates by name. */
  Registry<Factory<SurrogateGradient>> REGISTRY =
      Registry.ofProviders("surrogate", SurrogateProvider.class);

  /**
   * Surrogate derivative of the first {@code n} entries: {@code out[j] = dTheta/dz at z[j]}.
   *
   * @param z pre-activations minus threshold, any finite value
   * @param out receives the derivatives; may be {@code z} itself
   * @param n number of entries, from 0 to the length of both arrays
   */
  void derivative(float[] z, float[] out, int n);

  /**
   * The spike function, with arrays as in {@link #derivative}: {@code out[j] = 1} where {@code z[j]
   * >= 0}, else 0. A surrogate that gives {@link #smooth} instead makes a whole network
   * differentiable, so that its gradients can be checked.
   */
  default void spikes(float[] z, float[] out, int n) {
    VectorMath.spikes(z, out, n);
  }

  /**
   * The spike function of snnTorch's neurons, likewise, which does not fire on the threshold
   * itself: {@code out[j] = 1} where {@code z[j] > 0}, else 0.
   */
  default void strictSpikes(float[] z, float[] out, int n) {
    VectorMath.strictSpikes(z, out, n);
  }

  /** The smooth function whose derivative this is; ascending in all but {@code triangular}. */
  double smooth(double z);

  /**
   * Reads a surrogate's name and parameters: {@code erf(2)}, {@code spike-rate-escape(1, 25)}.
   *
   * @throws UserErrorException if the name is unknown, or a parameter missing or out of range
   */
  @JsonCreator
  static SurrogateGradient parse(String spec) {
    return Factory.make(REGISTRY, spec);
  }

  /** SpikingJelly's default in recurrent cells: {@code erf(2)}. */
  static SurrogateGradient standard() {
    return parse("erf(2)");
  }

  /** snnTorch's default: {@code atan(2)}. */
  static SurrogateGradient ofSnnTorch() {
    return parse("atan(2)");
  }
}
