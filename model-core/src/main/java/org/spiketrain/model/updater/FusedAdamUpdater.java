package org.spiketrain.model.updater;

import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import java.nio.FloatBuffer;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.GradientUpdater;
import org.spiketrain.model.array.NativeFloats;

/** Applies {@link FusedAdam}. */
final class FusedAdamUpdater implements GradientUpdater<FusedAdam> {
  /** Floats copied to the heap at a time: they fit the first-level cache. */
  static final int BLOCK = 1024;

  // Half a unit in the last place of these is the largest value that becomes zero.
  private static final float GRADIENT_FLOOR = 1e-10f;
  private static final float MEAN_FLOOR = 1e-20f;
  private static final float SQUARE_FLOOR = 1e-30f;

  private final FusedAdam config;
  private final float[] gradientBlock = new float[BLOCK];
  private final float[] meanBlock = new float[BLOCK];
  private final float[] squareBlock = new float[BLOCK];
  private INDArray mean;
  private INDArray square;

  FusedAdamUpdater(FusedAdam config) {
    this.config = config;
  }

  @Override
  public FusedAdam getConfig() {
    return config;
  }

  @Override
  public void setState(Map<String, INDArray> stateMap, boolean initialize) {
    mean = stateMap.get(AdamUpdater.M_STATE);
    square = stateMap.get(AdamUpdater.V_STATE);
    if (mean == null || square == null) {
      throw new IllegalStateException("Adam's state is M and V, but got " + stateMap.keySet());
    }
  }

  @Override
  public Map<String, INDArray> getState() {
    return Map.of(AdamUpdater.M_STATE, mean, AdamUpdater.V_STATE, square);
  }

  @Override
  public void setStateViewArray(
      INDArray viewArray, long[] gradientShape, char gradientOrder, boolean initialize) {
    if (initialize) {
      viewArray.assign(0);
    }
    INDArray state = viewArray.reshape(viewArray.length());
    long half = state.length() / 2;
    mean = state.get(interval(0, half));
    square = state.get(interval(half, 2 * half));
  }

  @Override
  public void applyUpdater(INDArray gradient, int iteration, int epoch) {
    double stepNumber = iteration + 1.0;
    double learningRate = config.getLearningRate(iteration, epoch);
    float stepSize = (float) (learningRate / (1 - Math.pow(config.beta1(), stepNumber)));
    float correction = (float) (1 / Math.sqrt(1 - Math.pow(config.beta2(), stepNumber)));
    FloatBuffer g = NativeFloats.buffer(gradient);
    FloatBuffer m = NativeFloats.buffer(mean);
    FloatBuffer v = NativeFloats.buffer(square);
    int length = (int) gradient.length();
    for (int from = 0; from < length; from += BLOCK) {
      int n = Math.min(BLOCK, length - from);
      g.get(from, gradientBlock, 0, n);
      if (config.isLazy() && isZero(n)) {
        continue;
      }
      m.get(from, meanBlock, 0, n);
      v.get(from, squareBlock, 0, n);
      step(n, stepSize, correction);
      g.put(from, gradientBlock, 0, n);
      m.put(from, meanBlock, 0, n);
      v.put(from, squareBlock, 0, n);
    }
  }

  private boolean isZero(int n) {
    float largest = 0;
    for (int j = 0; j < n; j++) {
      largest = Math.max(largest, Math.abs(gradientBlock[j]));
    }
    return largest == 0;
  }

  /** Replaces the gradient by the update. */
  private void step(int n, float stepSize, float correction) {
    float beta1 = (float) config.beta1();
    float beta2 = (float) config.beta2();
    float rest1 = (float) (1 - config.beta1());
    float rest2 = (float) (1 - config.beta2());
    float epsilon = (float) config.epsilon();
    float[] g = gradientBlock;
    float[] m = meanBlock;
    float[] v = squareBlock;
    for (int j = 0; j < n; j++) {
      float gradient = g[j] + GRADIENT_FLOOR - GRADIENT_FLOOR;
      float mean = beta1 * m[j] + rest1 * gradient + MEAN_FLOOR - MEAN_FLOOR;
      float square = beta2 * v[j] + rest2 * gradient * gradient + SQUARE_FLOOR - SQUARE_FLOOR;
      m[j] = mean;
      v[j] = square;
      g[j] = stepSize * mean / ((float) Math.sqrt(square) * correction + epsilon);
    }
  }
}
