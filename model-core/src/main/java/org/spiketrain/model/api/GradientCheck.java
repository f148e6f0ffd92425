package org.spiketrain.model.api;

import java.util.Arrays;
import java.util.Random;

/**
 * Compares a neuron's backward pass with slopes of its forward pass, for tests of neurons of one's
 * own. A spike has no slope: give the neuron a {@link #smooth} surrogate, and no reset whose
 * gradient is left out on purpose.
 *
 * <pre>
 *   GradientCheck.of(new Quadratic(3, GradientCheck.smooth("atan(2)")));
 * </pre>
 */
public final class GradientCheck {
  private static final int STEPS = 4;
  private static final int NEURONS = 3;
  private static final float STEP = 5e-3f;
  private static final double TOLERANCE = 4e-3;

  private final NeuronCell cell;
  private final CellRow[] rows = new CellRow[STEPS];

  /** Inputs of the check, each [neurons]: of all gates, states and parameters. */
  private final float[][][] z;

  private final float[][][] zRecurrent;
  private final float[] hidden;
  private final float[][] states;
  private final float[][] parameters;
  private final float[][] hiddenWeights;
  private final float[][] stateWeights;

  private GradientCheck(NeuronCell cell, long seed) {
    this.cell = cell;
    Random random = new Random(seed);
    z = random(random, STEPS, cell.gates());
    zRecurrent = random(random, STEPS, cell.gates());
    hidden = random(random, 1)[0];
    states = random(random, cell.states());
    parameters = random(random, cell.parameters().size());
    for (int p = 0; p < parameters.length; p++) {
      NeuronParameter declared = cell.parameters().get(p);
      double low = Math.max(declared.low(), declared.from() - 0.2);
      double high = Math.min(declared.high(), declared.to() + 0.2);
      for (int j = 0; j < NEURONS; j++) {
        parameters[p][j] = (float) (low + (high - low) * (0.55 + 0.4 * parameters[p][j]));
      }
    }
    hiddenWeights = random(random, STEPS);
    stateWeights = random(random, STEPS);
  }

  private static float[][][] random(Random random, int count, int rows) {
    float[][][] values = new float[count][][];
    Arrays.setAll(values, k -> random(random, rows));
    return values;
  }

  private static float[][] random(Random random, int rows) {
    float[][] values = new float[rows][NEURONS];
    for (float[] row : values) {
      for (int j = 0; j < NEURONS; j++) {
        row[j] = 2 * random.nextFloat() - 1;
      }
    }
    return values;
  }

  /**
   * A surrogate, as {@link SurrogateGradient#parse} reads it, that lets its smooth function through
   * instead of spikes, so that it is the true derivative.
   */
  public static SurrogateGradient smooth(String surrogate) {
    return new Smooth(SurrogateGradient.parse(surrogate));
  }

  private record Smooth(SurrogateGradient surrogate) implements SurrogateGradient {
    private static final long serialVersionUID = 1L;

    @Override
    public void derivative(float[] z, float[] out, int n) {
      surrogate.derivative(z, out, n);
    }

    @Override
    public double smooth(double z) {
      return surrogate.smooth(z);
    }

    @Override
    public void spikes(float[] z, float[] out, int n) {
      for (int j = 0; j < n; j++) {
        out[j] = (float) smooth(z[j]);
      }
    }

    @Override
    public void strictSpikes(float[] z, float[] out, int n) {
      spikes(z, out, n);
    }

    @Override
    public String spec() {
      return surrogate.spec();
    }
  }

  /**
   * Unrolls three neurons over four steps, with a weighted sum of outputs and first states as loss,
   * and compares the gradients by all gates, initial states, initial outputs and neuron parameters.
   *
   * @throws AssertionError if a gradient is not the slope, or the forward pass overwrites z though
   *     the cell keeps no gates; the message names where
   */
  public static void of(NeuronCell cell) {
    for (long seed = 1; seed <= 3; seed++) {
      new GradientCheck(cell, seed).run();
    }
  }

  private void run() {
    double unused = loss();
    float[][][] gradZ = new float[STEPS][][];
    float[][][] gradZRecurrent = new float[STEPS][][];
    float[] gradHidden = new float[NEURONS];
    float[][] gradState = new float[cell.states()][NEURONS];
    float[][] gradParameter = new float[parameters.length][NEURONS];
    for (int t = STEPS - 1; t >= 0; t--) {
      CellRow row = rows[t];
      prepare(row, t, gradHidden, gradState, gradParameter);
      cell.backward(row, NEURONS);
      gradHidden = row.gradHidden.clone();
      gradState = copy(row.gradState);
      gradParameter = copy(row.gradParameter);
      gradZ[t] = copy(row.gradZ);
      gradZRecurrent[t] = cell.isMerged() ? new float[0][] : copy(row.gradZRecurrent);
    }
    cell.unprepare(parameters, gradParameter, NEURONS);
    compare("the output before", new float[][] {hidden}, new float[][] {gradHidden});
    compare("state", states, gradState);
    compare("parameter", parameters, gradParameter);
    for (int t = 0; t < STEPS; t++) {
      compare("z of step %d, gate".formatted(t), z[t], gradZ[t]);
      if (!cell.isMerged()) {
        compare("zRecurrent of step %d, gate".formatted(t), zRecurrent[t], gradZRecurrent[t]);
      }
    }
  }

  /** Gradients by what is after a step; what the cell may not read is no number. */
  private void prepare(
      CellRow row, int t, float[] gradHidden, float[][] gradState, float[][] gradParameter) {
    for (int j = 0; j < NEURONS; j++) {
      row.gradHidden[j] = gradHidden[j] + hiddenWeights[t][j];
    }
    fill(row.gradState, gradState);
    if (cell.states() > 0) {
      for (int j = 0; j < NEURONS; j++) {
        row.gradState[0][j] += stateWeights[t][j];
      }
    }
    fill(row.gradParameter, gradParameter);
    Arrays.fill(row.hidden, Float.NaN);
    for (float[][] unknown : new float[][][] {row.state, row.scratch, row.gradZ}) {
      for (float[] values : unknown) {
        Arrays.fill(values, Float.NaN);
      }
    }
  }

  /** The weighted sum of outputs and first states; keeps what each step has seen. */
  private double loss() {
    double sum = 0;
    float[] before = hidden;
    float[][] stateBefore = states;
    for (int t = 0; t < STEPS; t++) {
      CellRow row = CellRow.forTraining(cell, NEURONS);
      fill(row.z, z[t]);
      fill(row.zRecurrent, zRecurrent[t]);
      fill(row.parameter, parameters);
      cell.prepare(row.parameter, NEURONS);
      fill(row.stateBefore, stateBefore);
      System.arraycopy(before, 0, row.hiddenBefore, 0, NEURONS);
      cell.forward(row, NEURONS);
      if (!cell.keepsGates() && !Arrays.deepEquals(row.z, z[t])) {
        throw new AssertionError(
            "%s overwrites z in its forward pass, but keepsGates() is false".formatted(cell));
      }
      for (int j = 0; j < NEURONS; j++) {
        sum += hiddenWeights[t][j] * row.hidden[j];
        sum += cell.states() > 0 ? stateWeights[t][j] * row.state[0][j] : 0;
      }
      before = row.hidden.clone();
      stateBefore = copy(row.state);
      rows[t] = row;
    }
    return sum;
  }

  private void compare(String what, float[][] inputs, float[][] gradients) {
    for (int k = 0; k < inputs.length; k++) {
      for (int j = 0; j < NEURONS; j++) {
        float value = inputs[k][j];
        inputs[k][j] = value + STEP;
        double above = loss();
        inputs[k][j] = value - STEP;
        double below = loss();
        inputs[k][j] = value;
        double slope = (above - below) / (2 * STEP);
        double gradient = gradients[k][j];
        if (!(Math.abs(gradient - slope) <= TOLERANCE * (1 + Math.abs(slope)))) {
          throw new AssertionError(
              "%s: the gradient by %s %d of neuron %d is %s, but the slope is %s"
                  .formatted(cell, what, k, j, gradient, slope));
        }
      }
    }
  }

  private static void fill(float[][] target, float[][] values) {
    for (int k = 0; k < values.length; k++) {
      System.arraycopy(values[k], 0, target[k], 0, NEURONS);
    }
  }

  private static float[][] copy(float[][] values) {
    float[][] copy = new float[values.length][];
    Arrays.setAll(copy, k -> values[k].clone());
    return copy;
  }
}
