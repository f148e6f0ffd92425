package org.spiketrain.model.updater;

import java.util.List;
import org.nd4j.linalg.learning.NesterovsUpdater;

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

  // Half a unit in the last place is the largest velocity that becomes zero: no subnormal numbers.
  private static final float VELOCITY_FLOOR = 1e-20f;

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
    FusedSgd copy = (FusedSgd) clone();
    copy.nesterov = true;
    return copy;
  }

  @Override
  List<String> stateNames() {
    return momentum == 0 ? List.of() : List.of(NesterovsUpdater.V_STATE);
  }

  @Override
  List<Object> settings() {
    return List.of(momentum, nesterov);
  }

  @Override
  BlockUpdate update(int iteration, int epoch) {
    float learningRate = (float) getLearningRate(iteration, epoch);
    return momentum == 0
        ? (n, gradient, state) -> scale(n, gradient, learningRate)
        : (n, gradient, state) -> update(n, gradient, state[0], learningRate);
  }

  private static void scale(int n, float[] g, float learningRate) {
    for (int j = 0; j < n; j++) {
      g[j] *= learningRate;
    }
  }

  private void update(int n, float[] g, float[] v, float learningRate) {
    float stays = (float) momentum;
    float lookAhead = nesterov ? stays : 1f;
    float now = nesterov ? 1f : 0f;
    for (int j = 0; j < n; j++) {
      float next = stays * v[j] + g[j] + VELOCITY_FLOOR - VELOCITY_FLOOR;
      v[j] = next;
      g[j] = learningRate * (now * g[j] + lookAhead * next);
    }
  }
}
