package org.spiketrain.model.energy;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Firing of the neurons of a layer, recorded so that it is known for every number of time steps.
 * Tallies of parts of a data set merge into that of the whole, in any order.
 */
public final class LayerTally implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long[] spikes;
  private final long[] firsts;
  private final int[] earliest;
  private long runs;

  /** A tally of nothing, for so many neurons and time steps of every example. */
  public LayerTally(int neurons, int timeSteps) {
    spikes = new long[timeSteps];
    firsts = new long[timeSteps];
    earliest = new int[neurons];
    Arrays.fill(earliest, timeSteps);
  }

  /** So many neurons have fired at a step of an example. */
  void fired(int step, long neurons) {
    spikes[step] += neurons;
  }

  /** A neuron ran over an example and first fired at this step: the number of steps if never. */
  void ran(int neuron, int first) {
    runs++;
    if (first < firsts.length) {
      firsts[first]++;
      earliest[neuron] = Math.min(earliest[neuron], first);
    }
  }

  /** Counts the outputs [time][neurons] of an example, of which those that are not 0 are spikes. */
  void add(float[][] outputs) {
    for (int j = 0; j < earliest.length; j++) {
      int first = outputs.length;
      for (int t = outputs.length - 1; t >= 0; t--) {
        if (outputs[t][j] != 0f) {
          spikes[t]++;
          first = t;
        }
      }
      ran(j, first);
    }
  }

  LayerTally merge(LayerTally other) {
    add(other.spikes, spikes);
    add(other.firsts, firsts);
    for (int j = 0; j < earliest.length; j++) {
      earliest[j] = Math.min(earliest[j], other.earliest[j]);
    }
    runs += other.runs;
    return this;
  }

  /** Neurons of the layer. */
  public int neurons() {
    return earliest.length;
  }

  /** Spikes in the first time steps, over all examples. */
  public long spikes(int steps) {
    return sum(spikes, steps);
  }

  /** Mean fraction of the first time steps at which a neuron fired, in [0, 1]. */
  public double firingRate(int steps) {
    return spikes(steps) / ((double) Math.max(1, runs) * steps);
  }

  /** Mean fraction of the neurons that fire at least once in the first steps of an example. */
  public double activeShare(int steps) {
    return sum(firsts, steps) / (double) Math.max(1, runs);
  }

  /** Fraction of the neurons that fire at least once in the first steps of any of the examples. */
  public double everActiveShare(int steps) {
    return Arrays.stream(earliest).filter(first -> first < steps).count()
        / (double) Math.max(1, earliest.length);
  }

  static void add(long[] counts, long[] to) {
    Arrays.setAll(to, k -> to[k] + counts[k]);
  }

  static long sum(long[] bySteps, int steps) {
    return Arrays.stream(bySteps, 0, steps).sum();
  }
}
