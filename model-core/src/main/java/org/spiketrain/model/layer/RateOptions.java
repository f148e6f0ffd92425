package org.spiketrain.model.layer;

import java.util.List;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.Arguments;
import org.spiketrain.model.api.Parameter;
import org.spiketrain.model.api.Range;

/** The options of a layer of neurons that say which rates they are to keep to in training. */
final class RateOptions {
  private static final Parameter<Double> LEAST =
      Parameter.number(
              "least-rate",
              Range.between(0, 1),
              "spikes per time step, on average over a minibatch, that each neuron is to fire at"
                  + " least: one that fires less adds rate-strength times the squared difference to"
                  + " the training loss")
          .orElse(0.0);
  private static final Parameter<Double> MOST =
      Parameter.number(
              "most-rate",
              Range.aboveTo(0, 1),
              "the same that it is to fire at most; no bound without it")
          .optional();
  private static final Parameter<Double> STRENGTH =
      Parameter.number(
              "rate-strength",
              Range.above(0),
              "what it costs to fire less than least-rate or more than most-rate")
          .orElse(1.0);

  /** All of them. */
  static final List<Parameter<?>> ALL = List.of(LEAST, MOST, STRENGTH);

  private RateOptions() {}

  /**
   * Refuses what would have no effect.
   *
   * @param spiking whether the layer outputs spikes
   * @throws UserErrorException if there is such a thing
   */
  static void check(Arguments a, boolean spiking) {
    if (!areBounded(a)) {
      refuse(
          a.isWritten(STRENGTH),
          "rate-strength has no effect without a least-rate above 0 or a most-rate");
      return;
    }
    refuse(
        !spiking, "least-rate and most-rate are those of spikes, which this layer does not output");
    double most = a.find(MOST).orElse(1.0);
    refuse(
        a.get(LEAST) > most,
        "least-rate = %s is more than most-rate = %s".formatted(a.get(LEAST), most));
  }

  private static boolean areBounded(Arguments a) {
    return a.get(LEAST) > 0 || a.find(MOST).isPresent();
  }

  private static void refuse(boolean wrong, String why) {
    if (wrong) {
      throw new UserErrorException(why);
    }
  }

  /** Hands them to a layer, if there are any. */
  static void apply(Arguments a, SequenceLayer.Builder builder) {
    if (areBounded(a)) {
      builder.ratesWithin(a.get(LEAST), a.find(MOST).orElse(0.0), a.get(STRENGTH));
    }
  }
}
