package org.spiketrain.model.updater;

import java.util.List;
import org.nd4j.linalg.learning.AdamUpdater;
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

  // Half a unit in the last place of these is the largest value that becomes zero.
  private static final float GRADIENT_FLOOR = 1e-10f;
  private static final float MEAN_FLOOR = 1e-20f;
  private static final float SQUARE_FLOOR = 1e-30f;

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
    FusedAdam copy = (FusedAdam) clone();
    copy.lazy = true;
    return copy;
  }

  @Override
  List<String> stateNames() {
    return List.of(AdamUpdater.M_STATE, AdamUpdater.V_STATE);
  }

  @Override
  boolean skipsZeros() {
    return lazy;
  }

  @Override
  List<Object> settings() {
    return List.of(beta1, beta2, epsilon, lazy);
  }

  @Override
  BlockUpdate update(int iteration, int epoch) {
    double stepNumber = iteration + 1.0;
    double learningRate = getLearningRate(iteration, epoch);
    float stepSize = (float) (learningRate / (1 - Math.pow(beta1, stepNumber)));
    float correction = (float) (1 / Math.sqrt(1 - Math.pow(beta2, stepNumber)));
    return (n, gradient, state) -> update(n, gradient, state[0], state[1], stepSize, correction);
  }

  private void update(int n, float[] g, float[] m, float[] v, float stepSize, float correction) {
    float decay1 = (float) beta1;
    float decay2 = (float) beta2;
    float rest1 = (float) (1 - beta1);
    float rest2 = (float) (1 - beta2);
    float added = (float) epsilon;
    for (int j = 0; j < n; j++) {
      float gradient = g[j] + GRADIENT_FLOOR - GRADIENT_FLOOR;
      float mean = decay1 * m[j] + rest1 * gradient + MEAN_FLOOR - MEAN_FLOOR;
      float square = decay2 * v[j] + rest2 * gradient * gradient + SQUARE_FLOOR - SQUARE_FLOOR;
      m[j] = mean;
      v[j] = square;
      g[j] = stepSize * mean / ((float) Math.sqrt(square) * correction + added);
    }
  }
}
