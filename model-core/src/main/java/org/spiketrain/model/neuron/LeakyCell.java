package org.spiketrain.model.neuron;

import java.util.List;
import org.spiketrain.model.api.CellRow;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.api.NeuronParameter;
import org.spiketrain.model.api.Spec;
import org.spiketrain.model.api.SurrogateGradient;
import org.spiketrain.model.api.VectorMath;

/**
 * snnTorch's leaky integrate-and-fire neuron, {@code Leaky} without recurrence and {@code RLeaky}
 * with it, and {@code Synaptic}, whose input current decays as well (Eshraghian et al. 2023,
 * "Training spiking neural networks using lessons from deep learning"). With the decays beta and
 * alpha in [0, 1], the reset R of {@link Reset} and the input current {@code I = W x_t + b + rec}:
 *
 * <pre>
 *   syn_t = alpha syn_{t-1} + I               (I itself in a neuron without synaptic current)
 *   mem_t = beta mem_{t-1} + syn_t - R threshold                             (subtract)
 *   mem_t = beta (1 - R) mem_{t-1} + syn_t                                   (zero)
 *   mem_t = (1 - R) (beta mem_{t-1} + syn_t)        (zero, with recurrence or synaptic current)
 *   spk_t = 1 where mem_t &gt; threshold; the output is gradedSpikes spk_t
 * </pre>
 *
 * <p>The reset comes a step after its spike; immediately, where {@code delayedReset} is false: then
 * {@code d threshold} or {@code d mem_t}, with {@code d = spk_t - R}, is taken off afterwards, and
 * d carries the surrogate gradient.
 *
 * <p>States: membrane potential; synaptic current where there is one. Neuron parameters: beta,
 * threshold; then alpha where there is a synaptic current; then V where recurrence is one to one.
 *
 * @param surrogate surrogate of the spike function
 * @param reset what a spike does to the membrane potential
 * @param delayedReset whether it does so a step later, as is snnTorch's default
 * @param recurrence how the outputs go back
 * @param synaptic whether there is a synaptic current
 * @param gradedSpikes height of a spike
 * @param parameters beta, threshold and the others; decays count as 0 below 0 and as 1 above 1
 */
public record LeakyCell(
    SurrogateGradient surrogate,
    Reset reset,
    boolean delayedReset,
    Recurrence recurrence,
    boolean synaptic,
    float gradedSpikes,
    List<NeuronParameter> parameters)
    implements NeuronCell {
  /**
   * Effect of a spike on the membrane potential, as in snnTorch. With {@code R = 1} where the
   * membrane potential of the step before exceeds the threshold (no gradient passes through R):
   */
  public enum Reset {
    /** {@code R * threshold} is taken off. */
    SUBTRACT,
    /** The membrane potential is multiplied by {@code 1 - R}. */
    ZERO,
    /** Nothing. */
    NONE
  }

  /** Way in which the spikes of a layer go back into it. */
  public enum Recurrence {
    /** Not at all. */
    NONE,
    /** Every neuron to every neuron, by weights and a bias. */
    ALL_TO_ALL,
    /** Every neuron to itself, by a factor V. */
    ONE_TO_ONE
  }

  /** Index of the decay of the membrane potential among the neuron parameters. */
  public static final int BETA = 0;

  /** Index of the threshold among the neuron parameters. */
  public static final int THRESHOLD = 1;

  private static final int ALPHA = 2;

  /** Name of the factor of one-to-one recurrence, which settings call feedback. */
  static final String FEEDBACK = "V";

  private static final int MEMBRANE = 0;
  private static final int SYNAPSE = 1;

  /** Checks that the parameters are as many as the other settings ask for. */
  public LeakyCell {
    parameters = List.copyOf(parameters);
    int expected = 2 + (synaptic ? 1 : 0) + (recurrence == Recurrence.ONE_TO_ONE ? 1 : 0);
    if (parameters.size() != expected) {
      throw new IllegalArgumentException(
          "%d neuron parameters are not %d".formatted(parameters.size(), expected));
    }
  }

  @Override
  public boolean hasRecurrentWeights() {
    return recurrence == Recurrence.ALL_TO_ALL;
  }

  @Override
  public boolean isFeedForward() {
    return recurrence == Recurrence.NONE;
  }

  /** Nothing decays where beta is fixed at 1 (nothing is lost) or 0 (nothing is kept). */
  @Override
  public boolean isLeaking() {
    NeuronParameter beta = parameters.get(BETA);
    return beta.isLearned() || (beta.from() != 1 && beta.from() != 0);
  }

  @Override
  public int states() {
    return synaptic ? 2 : 1;
  }

  @Override
  public void forward(CellRow row, int n) {
    float[] fired = row.scratch[0];
    float[] current = row.scratch[1];
    float[] membrane = row.state[MEMBRANE];
    float[] h = row.hidden;
    integrate(row, fired, current, membrane, n);
    fire(membrane, row.parameter[THRESHOLD], h, n);
    if (!delayedReset) {
      resetNow(membrane, row.parameter[THRESHOLD], h, fired, n);
    }
    if (gradedSpikes != 1f) {
      for (int j = 0; j < n; j++) {
        h[j] *= gradedSpikes;
      }
    }
  }

  /** Leaves R in {@code fired}, syn_t in {@code current} and mem_t before a reset of its own. */
  private void integrate(CellRow row, float[] fired, float[] current, float[] membrane, int n) {
    float[] before = row.stateBefore[MEMBRANE];
    float[] beta = row.parameter[BETA];
    float[] threshold = row.parameter[THRESHOLD];
    current(row, current, n);
    fire(before, threshold, fired, n);
    switch (reset) {
      case SUBTRACT -> {
        for (int j = 0; j < n; j++) {
          membrane[j] = beta[j] * before[j] + current[j] - fired[j] * threshold[j];
        }
      }
      case ZERO -> {
        if (losesInput()) {
          for (int j = 0; j < n; j++) {
            membrane[j] = (1f - fired[j]) * (beta[j] * before[j] + current[j]);
          }
        } else {
          for (int j = 0; j < n; j++) {
            membrane[j] = beta[j] * (1f - fired[j]) * before[j] + current[j];
          }
        }
      }
      case NONE -> {
        for (int j = 0; j < n; j++) {
          membrane[j] = beta[j] * before[j] + current[j];
        }
      }
    }
  }

  /**
   * Returns whether a reset to zero also drops that step's input: everywhere but in a plain Leaky.
   */
  private boolean losesInput() {
    return synaptic || recurrence != Recurrence.NONE;
  }

  private void current(CellRow row, float[] current, int n) {
    System.arraycopy(row.z[0], 0, current, 0, n);
    if (recurrence == Recurrence.ONE_TO_ONE) {
      VectorMath.addProduct(row.parameter[parameters.size() - 1], row.hiddenBefore, current, n);
    }
    if (synaptic) {
      VectorMath.addProduct(row.parameter[ALPHA], row.stateBefore[SYNAPSE], current, n);
      System.arraycopy(current, 0, row.state[SYNAPSE], 0, n);
    }
  }

  private void fire(float[] membrane, float[] threshold, float[] spikes, int n) {
    VectorMath.subtract(membrane, threshold, spikes, n);
    surrogate.strictSpikes(spikes, spikes, n);
  }

  private void resetNow(float[] membrane, float[] threshold, float[] spikes, float[] fired, int n) {
    if (reset == Reset.SUBTRACT) {
      for (int j = 0; j < n; j++) {
        membrane[j] -= (spikes[j] - fired[j]) * threshold[j];
      }
    } else if (reset == Reset.ZERO) {
      for (int j = 0; j < n; j++) {
        membrane[j] -= (spikes[j] - fired[j]) * membrane[j];
      }
    }
  }

  @Override
  public void backward(CellRow row, int n) {
    float[] fired = row.scratch[0];
    float[] membrane = row.scratch[2];
    float[] gradSpike = row.scratch[3];
    integrate(row, fired, row.scratch[1], membrane, n);
    float[] gradHidden = row.gradHidden;
    for (int j = 0; j < n; j++) {
      gradSpike[j] = gradedSpikes * gradHidden[j];
      gradHidden[j] = 0f;
    }
    if (!delayedReset && reset != Reset.NONE) {
      backThroughResetNow(row, fired, membrane, gradSpike, n);
    }
    backThroughSpike(row, membrane, gradSpike, n);
    backThroughIntegration(row, fired, n);
    backThroughCurrent(row, n);
  }

  private void backThroughResetNow(
      CellRow row, float[] fired, float[] membrane, float[] gradSpike, int n) {
    float[] threshold = row.parameter[THRESHOLD];
    float[] gradThreshold = row.gradParameter[THRESHOLD];
    float[] gradMembrane = row.gradState[MEMBRANE];
    float[] spikes = row.scratch[4];
    fire(membrane, threshold, spikes, n);
    if (reset == Reset.SUBTRACT) {
      for (int j = 0; j < n; j++) {
        gradSpike[j] -= threshold[j] * gradMembrane[j];
        gradThreshold[j] -= (spikes[j] - fired[j]) * gradMembrane[j];
      }
    } else {
      for (int j = 0; j < n; j++) {
        gradSpike[j] -= membrane[j] * gradMembrane[j];
        gradMembrane[j] *= 1f - (spikes[j] - fired[j]);
      }
    }
  }

  private void backThroughSpike(CellRow row, float[] membrane, float[] gradSpike, int n) {
    float[] threshold = row.parameter[THRESHOLD];
    float[] gradThreshold = row.gradParameter[THRESHOLD];
    float[] gradMembrane = row.gradState[MEMBRANE];
    float[] slope = row.scratch[4];
    VectorMath.subtract(membrane, threshold, slope, n);
    surrogate.derivative(slope, slope, n);
    for (int j = 0; j < n; j++) {
      float grad = gradSpike[j] * slope[j];
      gradMembrane[j] += grad;
      gradThreshold[j] -= grad;
    }
  }

  /** Leaves the gradient by the current in gradZ and by the membrane before in gradState. */
  private void backThroughIntegration(CellRow row, float[] fired, int n) {
    float[] gradThreshold = row.gradParameter[THRESHOLD];
    float[] gradMembrane = row.gradState[MEMBRANE];
    float[] gradCurrent = row.gradZ[0];
    System.arraycopy(gradMembrane, 0, gradCurrent, 0, n);
    if (reset == Reset.SUBTRACT) {
      for (int j = 0; j < n; j++) {
        gradThreshold[j] -= fired[j] * gradMembrane[j];
      }
    } else if (reset == Reset.ZERO) {
      for (int j = 0; j < n; j++) {
        gradMembrane[j] *= 1f - fired[j];
      }
      if (losesInput()) {
        System.arraycopy(gradMembrane, 0, gradCurrent, 0, n);
      }
    }
    VectorMath.addProduct(row.stateBefore[MEMBRANE], gradMembrane, row.gradParameter[BETA], n);
    VectorMath.multiply(gradMembrane, row.parameter[BETA], gradMembrane, n);
  }

  private void backThroughCurrent(CellRow row, int n) {
    float[] gradCurrent = row.gradZ[0];
    if (synaptic) {
      float[] gradSynapse = row.gradState[SYNAPSE];
      VectorMath.add(gradSynapse, gradCurrent, n);
      VectorMath.addProduct(row.stateBefore[SYNAPSE], gradCurrent, row.gradParameter[ALPHA], n);
      VectorMath.multiply(row.parameter[ALPHA], gradCurrent, gradSynapse, n);
    }
    if (recurrence == Recurrence.ONE_TO_ONE) {
      VectorMath.addProduct(
          row.hiddenBefore, gradCurrent, row.gradParameter[parameters.size() - 1], n);
      VectorMath.multiply(row.parameter[parameters.size() - 1], gradCurrent, row.gradHidden, n);
    }
  }

  @Override
  public String spec() {
    Spec spec = Spec.of("leaky");
    for (NeuronParameter parameter : parameters) {
      String name = parameter.name().equals(FEEDBACK) ? "feedback" : parameter.name();
      spec = spec.with(name, parameter.from()).with("learn-" + name, parameter.learning());
    }
    return spec.with("recurrence", recurrence)
        .with("reset", reset)
        .with("delayed-reset", delayedReset)
        .with("graded-spikes", gradedSpikes)
        .with("surrogate", surrogate)
        .toString();
  }
}
