package org.spiketrain.model.encode;

import org.spiketrain.model.api.Spec;
import org.spiketrain.model.api.SpikeEncoder;

/**
 * Delta modulation along the words of a sentence, as snnTorch's {@code spikegen.delta} has it along
 * time: {@code 1 where r_w - r_{w-1} >= threshold}, for each dimension of word w, with rates of 0
 * before the first word; a fall does not spike. Every time step is the same.
 *
 * @param threshold least rise that spikes, above 0 and at most 1
 */
record DeltaEncoder(double threshold) implements SpikeEncoder {
  @Override
  public float[] prepare(float[] rates, int dimensions) {
    float least = (float) threshold;
    float[] spikes = new float[rates.length];
    for (int i = 0; i < rates.length; i++) {
      float before = i < dimensions ? 0 : rates[i - dimensions];
      spikes[i] = rates[i] - before >= least ? 1 : 0;
    }
    return spikes;
  }

  /** Copies the spikes that the rates have become. */
  @Override
  public void encode(
      float[] rates, int n, long example, int step, int timeSteps, float[] to, int offset) {
    System.arraycopy(rates, 0, to, offset, n);
  }

  /** They become changes along the sentence. */
  @Override
  public boolean keepsRates() {
    return false;
  }

  @Override
  public String spec() {
    return Spec.of("delta", threshold).toString();
  }
}
