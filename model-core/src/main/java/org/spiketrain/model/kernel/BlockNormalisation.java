package org.spiketrain.model.kernel;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * {@link Normalisation} of one block's input products, in place, and back. What it computes for a
 * neuron depends on that neuron's column alone, so that the number of threads changes nothing.
 */
final class BlockNormalisation {
  private final NeuronRange range;
  private final float[] row;
  private final float[] gain;
  private final float[] scale;
  private final float[] normal;
  private final double[] sum;
  private final double[] productSum;
  private final NativeBuffer normalised = new NativeBuffer();

  BlockNormalisation(NeuronRange range) {
    this.range = range;
    int width = range.width();
    this.row = new float[width];
    this.gain = new float[width];
    this.scale = new float[width];
    this.normal = new float[width];
    this.sum = new double[width];
    this.productSum = new double[width];
  }

  /** Normalises these neurons' part of a sequence's products; writes mean and variance. */
  void forward(SequenceShape shape, NativeBuffer z, Normalisation parameters) {
    double n = Math.max(1, shape.presentRows());
    float[] mean = mean(shape, z, n);
    float[] variance = spread(shape, z, mean, n);
    load(parameters.gain(), gain);
    normalised.reserve((long) shape.rows() * row.length);
    forEachRow(
        shape,
        at -> {
          load(z, at, row);
          for (int j = 0; j < row.length; j++) {
            normal[j] = (row[j] - mean[j]) * scale[j];
            row[j] = gain[j] * normal[j];
          }
          normalised.store(at * row.length, normal);
          store(row, z, at);
        });
    store(mean, parameters.mean());
    store(variance, parameters.variance());
  }

  /**
   * Writes the normalised products of a window's rows to z again, with the bits that the last
   * {@link #forward} gave them.
   */
  void again(SequenceShape shape, NativeBuffer z, TimeWindow window) {
    forEachRow(
        shape,
        window.from(),
        window.to(),
        at -> {
          normalised.load(at * row.length, normal);
          for (int j = 0; j < row.length; j++) {
            row[j] = gain[j] * normal[j];
          }
          store(row, z, at);
        });
  }

  private float[] mean(SequenceShape shape, NativeBuffer z, double n) {
    Arrays.fill(sum, 0);
    forEachRow(
        shape,
        at -> {
          load(z, at, row);
          for (int j = 0; j < row.length; j++) {
            sum[j] += row[j];
          }
        });
    return quotients(sum, n);
  }

  /** The variance with N - 1; leaves one by the root of that with N in {@link #scale}. */
  private float[] spread(SequenceShape shape, NativeBuffer z, float[] mean, double n) {
    Arrays.fill(sum, 0);
    forEachRow(
        shape,
        at -> {
          load(z, at, row);
          for (int j = 0; j < row.length; j++) {
            double distance = row[j] - mean[j];
            sum[j] += distance * distance;
          }
        });
    for (int j = 0; j < row.length; j++) {
      scale[j] = (float) (1 / Math.sqrt(sum[j] / n + Normalisation.EPSILON));
    }
    return quotients(sum, Math.max(1, n - 1));
  }

  private static float[] quotients(double[] dividends, double divisor) {
    float[] quotients = new float[dividends.length];
    for (int j = 0; j < quotients.length; j++) {
      quotients[j] = (float) (dividends[j] / divisor);
    }
    return quotients;
  }

  /**
   * The backward pass through the last {@link #forward}: overwrites z, gradients by the normalised
   * products with their gain, with those by the products; in padding both are zero. Writes the
   * gain's.
   */
  void backward(SequenceShape shape, NativeBuffer z, Normalisation gradient) {
    addUpGradients(shape, z);
    store(quotients(productSum, 1), gradient.gain());
    double n = Math.max(1, shape.presentRows());
    float[] gradMean = quotients(sum, n);
    float[] gradSpread = quotients(productSum, n);
    forEachRow(
        shape,
        at -> {
          load(z, at, row);
          normalised.load(at * row.length, normal);
          for (int j = 0; j < row.length; j++) {
            float along = row[j] - gradMean[j] - normal[j] * gradSpread[j];
            row[j] = gain[j] * scale[j] * along;
          }
          store(row, z, at);
        });
  }

  private void addUpGradients(SequenceShape shape, NativeBuffer z) {
    Arrays.fill(sum, 0);
    Arrays.fill(productSum, 0);
    forEachRow(
        shape,
        at -> {
          load(z, at, row);
          normalised.load(at * row.length, normal);
          for (int j = 0; j < row.length; j++) {
            sum[j] += row[j];
            productSum[j] += row[j] * normal[j];
          }
        });
  }

  /** Calls {@code work} with the number of each row that is not padding. */
  private static void forEachRow(SequenceShape shape, IntConsumer work) {
    forEachRow(shape, 0, shape.timeSteps(), work);
  }

  private static void forEachRow(SequenceShape shape, int from, int to, IntConsumer work) {
    for (int t = from; t < to; t++) {
      for (int b = 0; b < shape.activeRows(t); b++) {
        if (!shape.isPadded(t, b)) {
          work.accept(shape.firstRow(t) + b);
        }
      }
    }
  }

  private void load(NativeBuffer z, int at, float[] values) {
    for (int g = 0; g < range.gates(); g++) {
      z.load((int) range.inPanel(at, g), values, g * range.size(), range.size());
    }
  }

  private void store(float[] values, NativeBuffer z, int at) {
    for (int g = 0; g < range.gates(); g++) {
      z.store((int) range.inPanel(at, g), values, g * range.size(), range.size());
    }
  }

  private void load(float[] ofLayer, float[] target) {
    for (int g = 0; g < range.gates(); g++) {
      int from = (int) range.inLayer(0, g);
      System.arraycopy(ofLayer, from, target, g * range.size(), range.size());
    }
  }

  private void store(float[] source, float[] ofLayer) {
    for (int g = 0; g < range.gates(); g++) {
      int to = (int) range.inLayer(0, g);
      System.arraycopy(source, g * range.size(), ofLayer, to, range.size());
    }
  }
}
