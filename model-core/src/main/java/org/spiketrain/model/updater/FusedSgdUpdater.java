package org.spiketrain.model.updater;

import java.nio.FloatBuffer;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.NesterovsUpdater;
import org.spiketrain.model.array.NativeFloats;

/** Applies {@link FusedSgd}. */
final class FusedSgdUpdater implements GradientUpdater<FusedSgd> {
  // Half a unit in the last place is the largest velocity that becomes zero: no subnormal numbers.
  private static final float VELOCITY_FLOOR = 1e-20f;

  private final FusedSgd config;
  private final float[] gradientBlock = new float[FusedAdamUpdater.BLOCK];
  private final float[] velocityBlock = new float[FusedAdamUpdater.BLOCK];
  private INDArray velocity;

  FusedSgdUpdater(FusedSgd config) {
    this.config = config;
  }

  @Override
  public FusedSgd getConfig() {
    return config;
  }

  @Override
  public void setState(Map<String, INDArray> stateMap, boolean initialize) {
    velocity = stateMap.get(NesterovsUpdater.V_STATE);
    if (velocity == null && config.momentum() != 0) {
      throw new IllegalStateException("The velocity's state is V, but got " + stateMap.keySet());
    }
  }

  @Override
  public Map<String, INDArray> getState() {
    return velocity == null ? Map.of() : Map.of(NesterovsUpdater.V_STATE, velocity);
  }

  @Override
  public void setStateViewArray(
      INDArray viewArray, long[] gradientShape, char gradientOrder, boolean initialize) {
    if (initialize) {
      viewArray.assign(0);
    }
    velocity = viewArray.reshape(viewArray.length());
  }

  @Override
  public void applyUpdater(INDArray gradient, int iteration, int epoch) {
    float learningRate = (float) config.getLearningRate(iteration, epoch);
    if (config.momentum() == 0) {
      gradient.muli(learningRate);
      return;
    }
    FloatBuffer g = NativeFloats.buffer(gradient);
    FloatBuffer v = NativeFloats.buffer(velocity);
    int length = (int) gradient.length();
    for (int from = 0; from < length; from += FusedAdamUpdater.BLOCK) {
      int n = Math.min(FusedAdamUpdater.BLOCK, length - from);
      g.get(from, gradientBlock, 0, n);
      v.get(from, velocityBlock, 0, n);
      step(n, learningRate);
      g.put(from, gradientBlock, 0, n);
      v.put(from, velocityBlock, 0, n);
    }
  }

  /** Replaces the gradient by the update. */
  private void step(int n, float learningRate) {
    float momentum = (float) config.momentum();
    float lookAhead = config.isNesterov() ? momentum : 1f;
    float now = config.isNesterov() ? 1f : 0f;
    float[] g = gradientBlock;
    float[] v = velocityBlock;
    for (int j = 0; j < n; j++) {
      float next = momentum * v[j] + g[j] + VELOCITY_FLOOR - VELOCITY_FLOOR;
      v[j] = next;
      g[j] = learningRate * (now * g[j] + lookAhead * next);
    }
  }
}
