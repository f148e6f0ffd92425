package org.spiketrain.model.stranger;

import java.util.List;
import org.spiketrain.model.api.EncoderProvider;
import org.spiketrain.model.api.Factory;
import org.spiketrain.model.api.Parameter;
import org.spiketrain.model.api.Range;
import org.spiketrain.model.api.Spec;
import org.spiketrain.model.api.SpikeEncoder;

/** A spike encoder from outside the library. */
public final class StrangersEncoders implements EncoderProvider {
  /** Spikes at regular times, as often as the rate is high. */
  record Regular(double gain) implements SpikeEncoder {
    static final Parameter<Double> GAIN =
        Parameter.number("gain", Range.above(0), "factor of the rates").orElse(1.0);

    @Override
    public void encode(
        float[] rates, int n, long example, int step, int timeSteps, float[] to, int offset) {
      for (int i = 0; i < n; i++) {
        double rate = Math.min(1, gain * rates[i]);
        to[offset + i] = Math.floor((step + 1) * rate) > Math.floor(step * rate) ? 1 : 0;
      }
    }

    @Override
    public String spec() {
      return Spec.of("regular", gain).toString();
    }
  }

  @Override
  public List<Factory<SpikeEncoder>> entries() {
    return List.of(
        Factory.of(
            "regular", "Regular spikes.", a -> new Regular(a.get(Regular.GAIN)), Regular.GAIN));
  }
}
