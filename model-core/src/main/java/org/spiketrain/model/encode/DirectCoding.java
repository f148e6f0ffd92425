package org.spiketrain.model.encode;

/**
 * No spikes: every input is its rate at every time step. With one time step it is what an
 * artificial network reads, with more a constant current.
 */
public record DirectCoding() implements SpikeCoding {
  @Override
  public void encode(
      float[] rates, int n, long example, int step, int timeSteps, float[] to, int offset) {
    System.arraycopy(rates, 0, to, offset, n);
  }

  @Override
  public String spec() {
    return "direct";
  }
}
