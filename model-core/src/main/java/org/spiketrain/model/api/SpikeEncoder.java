package org.spiketrain.model.api;

import java.io.Serializable;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.spiketrain.model.UserErrorException;

/**
 * Encoding of rates as spikes over time. An encoder has no state: any time step of any example can
 * be drawn on its own, at any time, on any machine, and is always the same. One of your own is
 * found by name once an {@link EncoderProvider} brings it, and goes into model files by its {@link
 * #spec}.
 */
public interface SpikeEncoder extends Specified, Serializable {
  /** All encoders by name. */
  Registry<Factory<SpikeEncoder>> REGISTRY =
      Registry.ofProviders("spike encoder", EncoderProvider.class);

  /** Number of inputs of the network that it makes of each rate; 1 by default. */
  default int inputsPerRate() {
    return 1;
  }

  /**
   * Makes of the rates of a sentence those that {@link #encode} sees, one an input of the network;
   * once for all time steps. By default they are the same.
   *
   * @param rates [words][dimensions] in [0, 1], without padding; not to be changed
   * @param dimensions rates a word
   * @return [words][dimensions][inputsPerRate]
   */
  default float[] prepare(float[] rates, int dimensions) {
    return rates;
  }

  /**
   * Draws the spikes of one time step.
   *
   * @param rates [n and more] one rate an input, in [0, 1]; what is below counts as 0, what is
   *     above as 1
   * @param n number of inputs
   * @param example key of the example; equal examples have equal keys
   * @param step number of the time step, from 0
   * @param timeSteps number of time steps, above {@code step}
   * @param to receives the spikes, 1 or 0 each: input {@code i} at {@code offset + i}
   */
  void encode(float[] rates, int n, long example, int step, int timeSteps, float[] to, int offset);

  /**
   * Returns whether the spikes of a time step are the same whatever the number of time steps, as by
   * default, so that a trained network can be run for more or fewer of them.
   */
  default boolean isOpenEnded() {
    return true;
  }

  /**
   * Returns whether the mean of an input over time is a word's rate, which becomes a firing rate
   * where a network is converted; by default where each rate is one input and its spikes are the
   * same whatever the number of time steps.
   */
  default boolean keepsRates() {
    return isOpenEnded() && inputsPerRate() == 1;
  }

  /**
   * Reads an encoder's name and parameters: {@code rate(42)}, {@code latency(0.01)}, {@code
   * direct}.
   *
   * @throws UserErrorException if the name is unknown, or a parameter missing or out of range
   */
  @JsonCreator
  static SpikeEncoder parse(String spec) {
    return Factory.make(REGISTRY, spec);
  }
}
