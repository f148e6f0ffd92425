package org.spiketrain.model.updater;

import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;

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
   * @param momentum share of the velocity that stays, in [0, 1)
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
    FusedSgdUpdater updater = new FusedSgdUpdater(this);
    if (viewArray != null) {
      updater.setStateViewArray(
          viewArray, new long[] {viewArray.length()}, 'c', initializeViewArray);
    }
    return updater;
  }

  @Override
  public GradientUpdater<FusedSgd> instantiate(
      Map<String, INDArray> updaterState, boolean initializeStateArrays) {
    FusedSgdUpdater updater = new FusedSgdUpdater(this);
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
}
