package org.spiketrain.model.kernel;

/**
 * Batch normalisation of a unit's input product {@code x W} (Ioffe and Szegedy 2015), over the
 * examples and the time steps together, as Bittar and Garner 2022 do: what the gates get is
 *
 * <pre>
 *   gain (x W - mean) / sqrt(variance + epsilon) + b
 * </pre>
 *
 * <p>The recurrent product is not normalised. Holds these numbers, or their gradients, for a unit's
 * gates and neurons, gates side by side.
 */
public final class Normalisation {
  /** No normalisation. */
  public static final Normalisation NONE = new Normalisation(0);

  /** Constant that keeps the root from zero; PyTorch's. */
  public static final double EPSILON = 1e-5;

  private final float[] gain;
  private final float[] mean;
  private final float[] variance;

  /**
   * @param width gates times neurons; 0 for no normalisation
   */
  public Normalisation(int width) {
    gain = new float[width];
    mean = new float[width];
    variance = new float[width];
  }

  /** The factors, or their gradients; no copy. */
  public float[] gain() {
    return gain;
  }

  /** Receives a minibatch's mean in a forward pass; no copy. */
  public float[] mean() {
    return mean;
  }

  /** Receives a minibatch's variance in a forward pass, that with N - 1; no copy. */
  public float[] variance() {
    return variance;
  }

  boolean isPresent() {
    return gain.length > 0;
  }
}
