package org.spiketrain.model.encode;

import java.io.Serializable;

/**
 * How rates become spikes over time. A coding has no state: any time step of any example can be
 * drawn on its own, at any time, on any machine, and is always the same.
 */
public interface SpikeCoding extends Serializable {
  /**
   * The spikes of one time step.
   *
   * @param rates [n and more] one rate an input, in [0, 1]; what is below counts as 0, what is
   *     above as 1
   * @param n number of inputs
   * @param example key of the example, such as {@link SentenceKey} gives
   * @param step number of the time step, from 0
   * @param timeSteps number of time steps, above {@code step}
   * @param to where the spikes go, 1 or 0 each: input {@code i} at {@code offset + i}
   */
  void encode(float[] rates, int n, long example, int step, int timeSteps, float[] to, int offset);
}
