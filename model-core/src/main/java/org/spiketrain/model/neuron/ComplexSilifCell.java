package org.spiketrain.model.neuron;

import java.util.List;
import org.spiketrain.model.api.CellRow;
import org.spiketrain.model.api.NeuronCell;
import org.spiketrain.model.api.NeuronParameter;
import org.spiketrain.model.api.NeuronParameter.Learning;
import org.spiketrain.model.api.Spec;
import org.spiketrain.model.api.SurrogateGradient;
import org.spiketrain.model.api.VectorMath;

/**
 * C-SiLIF, the SiLIF neuron with one complex state that decays and turns, as those of a diagonal
 * state space model (arXiv 2506.06374; see {@link SilifCell}):
 *
 * <pre>
 *   alpha = exp((-exp(logRate) + i angle) exp(logStep))
 *   u_t = alpha (u_{t-1} - threshold s_{t-1} / 2) + b z_t
 *   s_t = 1 where 2 Re u_t &gt; threshold
 * </pre>
 *
 * <p>A real state space with such a state has its conjugate beside it: the two sum up to twice its
 * real part. Every neuron learns logRate, angle, logStep and b; they begin as log 0.5, pi, evenly
 * between the logarithms of two time steps, and evenly in [0, 1].
 *
 * <p>Gradients pass through s_{t-1}. States: Re u, Im u; with {@code output = membrane} Re u is
 * handed out, half of what is compared with the threshold. Neuron parameters: logRate, angle,
 * logStep, strength (b), threshold.
 *
 * @param surrogate surrogate of the spike function; boxcar in the paper
 * @param threshold threshold, the same of all neurons and fixed
 * @param leastStep shortest time step that a neuron begins with, above 0
 * @param mostStep longest one
 */
public record ComplexSilifCell(
    SurrogateGradient surrogate, double threshold, double leastStep, double mostStep)
    implements NeuronCell {
  /** Prepared, the real and the imaginary part of alpha. */
  private static final int LOG_RATE = 0;

  private static final int ANGLE = 1;
  private static final int LOG_STEP = 2;
  private static final int STRENGTH = 3;
  private static final int THRESHOLD = 4;
  private static final int REAL = 0;
  private static final int IMAGINARY = 1;

  /** Spikes act on their own neuron's state in the next step. */
  @Override
  public boolean isFeedForward() {
    return false;
  }

  @Override
  public int states() {
    return 2;
  }

  @Override
  public List<NeuronParameter> parameters() {
    return List.of(
        NeuronParameter.unbounded("logRate", Math.log(0.5), Learning.PER_NEURON),
        NeuronParameter.unbounded("angle", Math.PI, Learning.PER_NEURON),
        NeuronParameter.unbounded(
            "logStep", Math.log(leastStep), Math.log(mostStep), Learning.PER_NEURON),
        NeuronParameter.unbounded("strength", 0, 1, Learning.PER_NEURON),
        NeuronParameter.unbounded("threshold", threshold, Learning.FIXED));
  }

  /**
   * Makes alpha of rate, angle and step, in the precision of the authors' code: a state that hardly
   * decays adds the error of its last digit up over hundreds of steps.
   */
  @Override
  public void prepare(float[][] parameters, int n) {
    for (int j = 0; j < n; j++) {
      float duration = (float) Math.exp(parameters[LOG_STEP][j]);
      float size = (float) Math.exp(-(float) Math.exp(parameters[LOG_RATE][j]) * duration);
      float turn = parameters[ANGLE][j] * duration;
      parameters[LOG_RATE][j] = size * (float) Math.cos(turn);
      parameters[ANGLE][j] = size * (float) Math.sin(turn);
    }
  }

  @Override
  public void unprepare(float[][] parameters, float[][] gradients, int n) {
    for (int j = 0; j < n; j++) {
      double duration = Math.exp(parameters[LOG_STEP][j]);
      double decay = Math.exp(parameters[LOG_RATE][j]) * duration;
      double size = Math.exp(-decay);
      double turn = parameters[ANGLE][j] * duration;
      double byReal = gradients[LOG_RATE][j];
      double byImaginary = gradients[ANGLE][j];
      double along = size * (byReal * Math.cos(turn) + byImaginary * Math.sin(turn));
      double across = size * (byImaginary * Math.cos(turn) - byReal * Math.sin(turn));
      // Decay, turn and duration may be infinite where nothing of the state is left.
      boolean gone = size == 0;
      double byDecay = gone ? 0 : -decay * along;
      gradients[LOG_RATE][j] = (float) byDecay;
      gradients[ANGLE][j] = gone ? 0f : (float) (duration * across);
      gradients[LOG_STEP][j] = gone ? 0f : (float) (byDecay + turn * across);
    }
  }

  @Override
  public void forward(CellRow row, int n) {
    turn(row, row.state[REAL], row.state[IMAGINARY], n);
    aboveThreshold(row, row.state[REAL], row.hidden, n);
    surrogate.strictSpikes(row.hidden, row.hidden, n);
  }

  private static void turn(CellRow row, float[] real, float[] imaginary, int n) {
    float[] alphaReal = row.parameter[LOG_RATE];
    float[] alphaImaginary = row.parameter[ANGLE];
    float[] strength = row.parameter[STRENGTH];
    float[] threshold = row.parameter[THRESHOLD];
    float[] realBefore = row.stateBefore[REAL];
    float[] imaginaryBefore = row.stateBefore[IMAGINARY];
    float[] spikes = row.hiddenBefore;
    float[] current = row.z[0];
    for (int j = 0; j < n; j++) {
      float kept = realBefore[j] - 0.5f * threshold[j] * spikes[j];
      real[j] =
          alphaReal[j] * kept - alphaImaginary[j] * imaginaryBefore[j] + strength[j] * current[j];
    }
    for (int j = 0; j < n; j++) {
      float kept = realBefore[j] - 0.5f * threshold[j] * spikes[j];
      imaginary[j] = alphaReal[j] * imaginaryBefore[j] + alphaImaginary[j] * kept;
    }
  }

  private static void aboveThreshold(CellRow row, float[] real, float[] above, int n) {
    float[] threshold = row.parameter[THRESHOLD];
    for (int j = 0; j < n; j++) {
      above[j] = 2f * real[j] - threshold[j];
    }
  }

  @Override
  public void backward(CellRow row, int n) {
    float[] slope = row.scratch[0];
    turn(row, slope, row.scratch[1], n);
    aboveThreshold(row, slope, slope, n);
    surrogate.derivative(slope, slope, n);
    backThroughSpike(row, slope, n);
    backThroughInput(row, n);
    backThroughTurn(row, row.scratch[0], row.scratch[1], n);
  }

  private static void backThroughSpike(CellRow row, float[] slope, int n) {
    float[] gradHidden = row.gradHidden;
    float[] gradReal = row.gradState[REAL];
    float[] gradThreshold = row.gradParameter[THRESHOLD];
    for (int j = 0; j < n; j++) {
      float grad = gradHidden[j] * slope[j];
      gradReal[j] += 2f * grad;
      gradThreshold[j] -= grad;
    }
  }

  private static void backThroughInput(CellRow row, int n) {
    float[] gradReal = row.gradState[REAL];
    VectorMath.addProduct(row.z[0], gradReal, row.gradParameter[STRENGTH], n);
    VectorMath.multiply(row.parameter[STRENGTH], gradReal, row.gradZ[0], n);
  }

  private static void backThroughTurn(CellRow row, float[] kept, float[] gradKept, int n) {
    float[] alphaReal = row.parameter[LOG_RATE];
    float[] alphaImaginary = row.parameter[ANGLE];
    float[] threshold = row.parameter[THRESHOLD];
    float[] realBefore = row.stateBefore[REAL];
    float[] imaginaryBefore = row.stateBefore[IMAGINARY];
    float[] spikes = row.hiddenBefore;
    float[] gradReal = row.gradState[REAL];
    float[] gradImaginary = row.gradState[IMAGINARY];
    for (int j = 0; j < n; j++) {
      kept[j] = realBefore[j] - 0.5f * threshold[j] * spikes[j];
    }
    VectorMath.addProduct(kept, gradReal, row.gradParameter[LOG_RATE], n);
    VectorMath.addProduct(imaginaryBefore, gradImaginary, row.gradParameter[LOG_RATE], n);
    VectorMath.addProduct(kept, gradImaginary, row.gradParameter[ANGLE], n);
    float[] gradAngle = row.gradParameter[ANGLE];
    for (int j = 0; j < n; j++) {
      gradAngle[j] -= imaginaryBefore[j] * gradReal[j];
      gradKept[j] = alphaReal[j] * gradReal[j] + alphaImaginary[j] * gradImaginary[j];
    }
    float[] gradThreshold = row.gradParameter[THRESHOLD];
    for (int j = 0; j < n; j++) {
      gradImaginary[j] = alphaReal[j] * gradImaginary[j] - alphaImaginary[j] * gradReal[j];
      gradReal[j] = gradKept[j];
      row.gradHidden[j] = -0.5f * threshold[j] * gradKept[j];
      gradThreshold[j] -= 0.5f * spikes[j] * gradKept[j];
    }
  }

  @Override
  public String spec() {
    return Spec.of("c-silif")
        .with("threshold", threshold)
        .with("least-step", leastStep)
        .with("most-step", mostStep)
        .with("surrogate", surrogate)
        .toString();
  }
}
