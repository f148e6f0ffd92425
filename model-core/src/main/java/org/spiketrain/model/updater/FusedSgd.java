package org.spiketrain.model.updater;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.NesterovsUpdater;
import org.spiketrain.model.array.NativeFloats;

/**
 * Stochastic gradient descent with momentum in one pass over gradient and velocity, as PyTorch's
 * {@code SGD} has it:
 *
 * <pre>
 *   v = momentum v + gradient
 *   update = learning rate v                            (or, with Nesterov's look ahead,
 *   update = learning rate (gradient + momentum v))
 * </pre>
 *
 * <p>DL4J's {@code Nesterovs} keeps the learning rate within v instead, which differs wherever the
 * learning rate moves. The state is v, [parameters]; there is none without momentum. Networks must
 * be of {@code DataType.FLOAT}.
 */
public final class FusedSgd extends FusedUpdater {
  private static final long serialVersionUID = 1L;

  private double momentum;
  private boolean nesterov;

  /** Without momentum, learning rate 1e-3. */
  public FusedSgd() {
    this(1e-3, 0);
  }

  /**
   * @param learningRate step size, above 0
   * @param momentum fraction of the velocity that stays, in [0, 1)
   */
  public FusedSgd(double learningRate, double momentum) {
    super(learningRate);
    this.momentum = momentum;
  }

  /** A copy that looks ahead as Nesterov's accelerated gradient does (Sutskever et al. 2013). */
  public FusedSgd withNesterov() {
    FusedSgd copy = clone();
    copy.nesterov = true;
    return copy;
  }

  @Override
  public long stateSize(long numParams) {
    return momentum == 0 ? 0 : numParams;
  }

  @Override
  public GradientUpdater<FusedSgd> instantiate(INDArray viewArray, boolean initializeViewArray) {
    Pass updater = new Pass(this);
    if (viewArray != null) {
      updater.setStateViewArray(
          viewArray, new long[] {viewArray.length()}, 'c', initializeViewArray);
    }
    return updater;
  }

  @Override
  public GradientUpdater<FusedSgd> instantiate(
      Map<String, INDArray> updaterState, boolean initializeStateArrays) {
    Pass updater = new Pass(this);
    updater.setState(updaterState, initializeStateArrays);
    return updater;
  }

  @Override
  @SuppressWarnings("MethodDoesntCallSuperMethod")
  public FusedSgd clone() {
    FusedSgd copy = new FusedSgd(getLearningRate(0, 0), momentum);
    copy.nesterov = nesterov;
    copy.takeRateOf(this);
    return copy;
  }

  double momentum() {
    return momentum;
  }

  boolean isNesterov() {
    return nesterov;
  }

  @Override
  List<Object> settings() {
    return List.of(momentum, nesterov);
  }

  /** Applies it, one pass over gradient and state. */
  private static final class Pass implements GradientUpdater<FusedSgd> {
    // Half a unit in the last place is the largest velocity that becomes zero: no subnormal
    // numbers.
    private static final float VELOCITY_FLOOR = 1e-20f;

    private final FusedSgd config;
    private final float[] gradientBlock = new float[BLOCK];
    private final float[] velocityBlock = new float[BLOCK];
    private INDArray velocity;

    Pass(FusedSgd config) {
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
      for (int from = 0; from < length; from += BLOCK) {
        int n = Math.min(BLOCK, length - from);
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
}
