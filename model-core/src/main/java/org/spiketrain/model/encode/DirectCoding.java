package org.spiketrain.model.encode;

import org.spiketrain.model.api.Spec;
import org.spiketrain.model.api.SpikeEncoder;

/**
 * No spikes: every input is its rate at every time step. With one time step it is what an ANN
 * reads, with more a constant current.
 */
public record DirectCoding() implements SpikeEncoder {
  @Override
  public void encode(
      float[] rates, int n, long example, int step, int timeSteps, float[] to, int offset) {
    System.arraycopy(rates, 0, to, offset, n);
  }

  @Override
  public String spec() {
    return Spec.of("direct").toString();
  }
}
