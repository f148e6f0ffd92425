package org.spiketrain.model.encode;

import java.util.List;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.EncoderProvider;
import org.spiketrain.model.api.Factory;
import org.spiketrain.model.api.Parameter;
import org.spiketrain.model.api.Range;
import org.spiketrain.model.api.SpikeEncoder;

/** The spike encoders of snnTorch, and rates as they are, found by name. */
public final class Encoders implements EncoderProvider {
  private static final Parameter<Long> SEED =
      Parameter.parsed("seed", "a whole number", "seed of the draws", Encoders::seed);
  private static final Parameter<Double> THRESHOLD =
      Parameter.number("threshold", new Range(0, 1, false, false), "lowest rate that spikes at all")
          .orElse(LatencyCoding.USUAL_THRESHOLD);

  private static long seed(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new UserErrorException("it is not", e);
    }
  }

  @Override
  public List<Factory<SpikeEncoder>> entries() {
    return List.of(
        Factory.of(
            "rate",
            "Spikes with the probability of the rate at each time step.",
            a -> new RateCoding(a.get(SEED)),
            SEED),
        Factory.of(
            "latency",
            "One spike, the earlier the higher the rate.",
            a -> new LatencyCoding(a.get(THRESHOLD)),
            THRESHOLD),
        Factory.of("direct", "No spikes: the rates at every time step.", a -> new DirectCoding()));
  }
}
