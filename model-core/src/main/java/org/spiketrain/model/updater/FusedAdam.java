package org.spiketrain.model.updater;

import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.spiketrain.model.array.NativeFloats;

/**
 * Adam (Kingma and Ba 2015) in one pass over gradient and state, with PyTorch's placement of
 * epsilon: {@code update = lr / (1 - beta1^t) * m / (sqrt(v / (1 - beta2^t)) + epsilon)}.
 *
 * <p>Its state lies as that of ND4J's {@code Adam} does (all m, then all v), so that averaging and
 * saving need not know the difference; decoupled weight decay (AdamW) is DL4J's {@code WeightDecay}
 * with the learning rate applied. Networks must be of {@code DataType.FLOAT}.
 */
public final class FusedAdam extends FusedUpdater {
  private static final long serialVersionUID = 1L;

  private double beta1;
  private double beta2;
  private double epsilon;
  private boolean lazy;

  /** Adam's default settings: learning rate 1e-3, decays 0.9 and 0.999, epsilon 1e-8. */
  public FusedAdam() {
    this(Adam.DEFAULT_ADAM_LEARNING_RATE);
  }

  /** The default decays and epsilon with another learning rate. */
  public FusedAdam(double learningRate) {
    this(
        learningRate,
        Adam.DEFAULT_ADAM_BETA1_MEAN_DECAY,
        Adam.DEFAULT_ADAM_BETA2_VAR_DECAY,
        Adam.DEFAULT_ADAM_EPSILON);
  }

  /**
   * @param learningRate step size, above 0
   * @param beta1 decay of the mean of the gradient, in [0, 1)
   * @param beta2 decay of the mean of its square, in [0, 1)
   * @param epsilon added to the denominator, above 0
   */
  public FusedAdam(double learningRate, double beta1, double beta2, double epsilon) {
    super(learningRate);
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
  }

  /**
   * A copy that leaves parameters, mean and square alone wherever a whole block of {@value
   * FusedUpdater#BLOCK} gradients is zero, as for the weights of input channels that did not spike:
   * much less work with many sparse channels, at the price of momentum that waits for the channel's
   * next spike.
   */
  public FusedAdam lazily() {
    FusedAdam copy = clone();
    copy.lazy = true;
    return copy;
  }

  @Override
  public long stateSize(long numParams) {
    return 2 * numParams;
  }

  @Override
  public GradientUpdater<FusedAdam> instantiate(INDArray viewArray, boolean initializeViewArray) {
    Pass updater = new Pass(this);
    long[] shape = {viewArray.length() / 2};
    updater.setStateViewArray(viewArray, shape, 'c', initializeViewArray);
    return updater;
  }

  @Override
  public GradientUpdater<FusedAdam> instantiate(
      Map<String, INDArray> updaterState, boolean initializeStateArrays) {
    Pass updater = new Pass(this);
    updater.setState(updaterState, initializeStateArrays);
    return updater;
  }

  @Override
  @SuppressWarnings("MethodDoesntCallSuperMethod")
  public FusedAdam clone() {
    FusedAdam copy = new FusedAdam(getLearningRate(0, 0), beta1, beta2, epsilon);
    copy.lazy = lazy;
    copy.takeRateOf(this);
    return copy;
  }

  boolean isLazy() {
    return lazy;
  }

  double beta1() {
    return beta1;
  }

  double beta2() {
    return beta2;
  }

  double epsilon() {
    return epsilon;
  }

  @Override
  List<Object> settings() {
    return List.of(beta1, beta2, epsilon, lazy);
  }

  /** Applies it, one pass over gradient and state. */
  private static final class Pass implements GradientUpdater<FusedAdam> {
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

    Pass(FusedAdam config) {
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
}
