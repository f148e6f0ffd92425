package org.spiketrain.model.layer;

/**
 * Rates that neurons are to keep to, and what leaving them costs: {@code strength (rate -
 * bound)^2}, the sum over the neurons, for those that fire less than the least rate or more than
 * the most (the lower and upper bounds of Zenke and Vogels 2021, "The remarkable robustness of
 * surrogate gradient learning", on rates per time step).
 *
 * @param least spikes per time step at least, from 0 to 1; 0 lets neurons be silent
 * @param most spikes per time step at most; infinity where there is no bound
 * @param strength factor of the squares, at least 0; 0 where nothing is added to the loss
 */
record RateBand(double least, double most, double strength) {
  /** Returns whether leaving the band costs anything. */
  boolean isKept() {
    return strength > 0;
  }

  /** How far a rate lies outside: negative below the band, positive above, 0 within. */
  private double excess(double rate) {
    return rate < least ? rate - least : Math.max(0, rate - most);
  }

  /** What is added to the loss for a neuron of some mean rate. */
  double penalty(double rate) {
    return strength * excess(rate) * excess(rate);
  }

  /** Derivative of {@link #penalty} by the rate. */
  double slope(double rate) {
    return 2 * strength * excess(rate);
  }
}
