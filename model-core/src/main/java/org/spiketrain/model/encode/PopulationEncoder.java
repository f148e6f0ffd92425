package org.spiketrain.model.encode;

import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.Spec;
import org.spiketrain.model.api.SpikeEncoder;

/**
 * Population coding by Gaussian receptive fields (Bohte, Kok and La Poutre 2002, "Error
 * backpropagation in temporally encoded networks of spiking neurons"). Of the m neurons of a rate r
 * number i from 1 answers {@code exp(-(r - c_i)^2 / (2 s^2))} with {@code c_i = (2 i - 3) / (2 (m -
 * 2))} and {@code s = 1 / (1.5 (m - 2))}: the centres of the outermost lie beyond 0 and 1. These
 * answers, from 0 to 1, are what another encoder makes spikes of.
 *
 * @param neurons of each rate, at least 3
 * @param coding makes spikes of their answers, of each one input
 */
record PopulationEncoder(int neurons, SpikeEncoder coding) implements SpikeEncoder {
  /** With fewer of them the fields have no width. */
  static final int FEWEST = 3;

  private static final double OVERLAP = 1.5;

  /**
   * @throws UserErrorException if the coding is another population
   */
  PopulationEncoder {
    if (neurons < FEWEST) {
      throw new IllegalArgumentException("%d neurons a rate are too few".formatted(neurons));
    }
    if (coding.inputsPerRate() != 1) {
      throw new UserErrorException("the coding of a population is that of single inputs");
    }
  }

  @Override
  public int inputsPerRate() {
    return neurons;
  }

  @Override
  public float[] prepare(float[] rates, int dimensions) {
    float[] answers = new float[rates.length * neurons];
    for (int i = 0; i < answers.length; i++) {
      answers[i] = answer(rates[i / neurons], i % neurons);
    }
    return coding.prepare(answers, dimensions * neurons);
  }

  /** Answer of the neuron with a number from 0. */
  private float answer(float rate, int number) {
    double fields = neurons - 2.0;
    double centre = (2 * number - 1) / (2 * fields);
    double distance = (rate - centre) * OVERLAP * fields;
    // The same on every machine, as all that a sentence's spikes are drawn of.
    return (float) StrictMath.exp(-0.5 * distance * distance);
  }

  @Override
  public void encode(
      float[] rates, int n, long example, int step, int timeSteps, float[] to, int offset) {
    coding.encode(rates, n, example, step, timeSteps, to, offset);
  }

  @Override
  public boolean isOpenEnded() {
    return coding.isOpenEnded();
  }

  @Override
  public String spec() {
    return Spec.of("population").with("neurons", neurons).with("coding", coding).toString();
  }
}
