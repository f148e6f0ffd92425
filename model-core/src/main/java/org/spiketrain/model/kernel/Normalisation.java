package org.spiketrain.model.kernel;

/**
 * Batch normalisation of a unit's input product {@code x W} (Ioffe and Szegedy 2015), over the
 * examples and the time steps together, as Bittar and Garner 2022 do: what the gates get is
 *
 * <pre>
 *   gain (x W - mean) / sqrt(variance + epsilon) + b
 * </pre>
 *
 * <p>The recurrent product is not normalised. These are the numbers, or their gradients, for a
 * unit's gates and neurons, gates side by side.
 *
 * @param gain the factors
 * @param mean receives a minibatch's mean in a forward pass
 * @param variance receives a minibatch's variance in a forward pass, that with N - 1
 */
@SuppressWarnings("ArrayRecordComponent")
public record Normalisation(float[] gain, float[] mean, float[] variance) {
  /** No normalisation. */
  public static final Normalisation NONE = new Normalisation(0);

  /** Constant that keeps the root from zero; PyTorch's. */
  public static final double EPSILON = 1e-5;

  /** Zeros for {@code width} gates times neurons; 0 for no normalisation. */
  public Normalisation(int width) {
    this(new float[width], new float[width], new float[width]);
  }

  boolean isPresent() {
    return gain.length > 0;
  }
}
