package org.spiketrain.model.layer;

import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.spiketrain.model.array.NativeFloats;
import org.spiketrain.model.kernel.Normalisation;
import org.spiketrain.model.kernel.RecurrentParameters;

/**
 * A unit's batch normalisation: its gain, and the running mean and variance that stand in for a
 * minibatch's at inference. These are parameters too, so that averaging and checkpoints carry them;
 * they have no gradient but move a tenth of the way at each training pass, as in PyTorch's {@code
 * BatchNorm1d}.
 */
final class UnitNormalisation {
  static final String GAIN = "gain";
  static final String MEAN = "mean";
  static final String VARIANCE = "variance";

  /** The parameters' names, without the unit's suffix. */
  static final List<String> NAMES = List.of(GAIN, MEAN, VARIANCE);

  private static final float MOMENTUM = 0.1f;

  private final String suffix;
  private final boolean present;
  private final Normalisation values;
  private final Normalisation gradients;

  UnitNormalisation(LayerUnit placed) {
    suffix = placed.suffix();
    present = placed.isNormalised();
    values = present ? new Normalisation(placed.width()) : Normalisation.NONE;
    gradients = present ? new Normalisation(placed.width()) : Normalisation.NONE;
  }

  /** Normalisation for a training pass of the kernels. */
  Normalisation values(Map<String, INDArray> table) {
    if (present) {
      TimeMajor.address(table.get(GAIN + suffix)).get(values.gain());
    }
    return values;
  }

  /** Moves the running mean and variance towards those of the minibatch. */
  void follow(Map<String, INDArray> table) {
    if (present) {
      follow(table.get(MEAN + suffix), values.mean());
      follow(table.get(VARIANCE + suffix), values.variance());
    }
  }

  private static void follow(INDArray running, float[] minibatch) {
    FloatPointer address = TimeMajor.address(running);
    float[] value = new float[minibatch.length];
    address.get(value);
    for (int j = 0; j < value.length; j++) {
      value[j] = (1 - MOMENTUM) * value[j] + MOMENTUM * minibatch[j];
    }
    address.put(value, 0, value.length);
  }

  /** Memory that a kernel writes its gradients to. */
  Normalisation gradients() {
    return gradients;
  }

  /** Hands the gradients over; the running values have none. */
  void store(Map<String, INDArray> gradientTable) {
    if (present) {
      float[] gain = gradients.gain();
      TimeMajor.address(gradientTable.get(GAIN + suffix)).put(gain, 0, gain.length);
      gradientTable.get(MEAN + suffix).assign(0);
      gradientTable.get(VARIANCE + suffix).assign(0);
    }
  }

  /** Parameters for inference: normalisation by the running values is part of the weights. */
  RecurrentParameters folded(RecurrentParameters parameters, Map<String, INDArray> table) {
    if (!present) {
      return parameters;
    }
    return new RecurrentParameters(
        new FloatPointer(foldedWeights(table, suffix)),
        parameters.recurrentWeights(),
        new FloatPointer(foldedBias(table, suffix)),
        parameters.recurrentBias(),
        parameters.neuron(),
        Normalisation.NONE);
  }

  /** Input weights [inputs, width] times what the normalisation multiplies by. */
  private static float[] foldedWeights(Map<String, INDArray> table, String suffix) {
    float[] weights = NativeFloats.copy(table.get(LayerUnit.INPUT_WEIGHTS + suffix));
    float[] scale = scale(table, suffix);
    for (int k = 0; k < weights.length; k++) {
      weights[k] *= scale[k % scale.length];
    }
    return weights;
  }

  /** Input bias [width] less the mean, multiplied likewise. */
  static float[] foldedBias(Map<String, INDArray> table, String suffix) {
    float[] bias = NativeFloats.copy(table.get(LayerUnit.INPUT_BIAS + suffix));
    float[] mean = NativeFloats.copy(table.get(MEAN + suffix));
    float[] scale = scale(table, suffix);
    for (int j = 0; j < bias.length; j++) {
      bias[j] -= mean[j] * scale[j];
    }
    return bias;
  }

  /** What the input product [width] is multiplied by. */
  static float[] scale(Map<String, INDArray> table, String suffix) {
    float[] scale = NativeFloats.copy(table.get(GAIN + suffix));
    float[] variance = NativeFloats.copy(table.get(VARIANCE + suffix));
    for (int j = 0; j < scale.length; j++) {
      // Momentum between rounds can carry a small variance below zero.
      float spread = Math.max(0, variance[j]) + (float) Normalisation.EPSILON;
      scale[j] *= 1f / (float) Math.sqrt(spread);
    }
    return scale;
  }

  /** Gives a new unit's parameters their values. */
  static void initialise(Map<String, INDArray> views, String suffix, double gain) {
    views.get(GAIN + suffix).assign(gain);
    views.get(MEAN + suffix).assign(0);
    views.get(VARIANCE + suffix).assign(1);
  }
}
