package org.spiketrain.model.updater;

import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;

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

  /** Adam's usual settings: learning rate 1e-3, decays 0.9 and 0.999, epsilon 1e-8. */
  public FusedAdam() {
    this(Adam.DEFAULT_ADAM_LEARNING_RATE);
  }

  /** The usual decays and epsilon with another learning rate. */
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
   * FusedAdamUpdater#BLOCK} gradients is zero, as for the weights of input channels that did not
   * spike: much less work with many sparse channels, at the price of momentum that waits for the
   * channel's next spike.
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
    FusedAdamUpdater updater = new FusedAdamUpdater(this);
    long[] shape = {viewArray.length() / 2};
    updater.setStateViewArray(viewArray, shape, 'c', initializeViewArray);
    return updater;
  }

  @Override
  public GradientUpdater<FusedAdam> instantiate(
      Map<String, INDArray> updaterState, boolean initializeStateArrays) {
    FusedAdamUpdater updater = new FusedAdamUpdater(this);
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
}
