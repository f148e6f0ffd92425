package org.spiketrain.model.metrics;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Counts how often every neuron of the spiking layers fires: at how many time steps its output is
 * not 0, be it a spike, or several in one as a spiking LSTM's with an unbounded cell state. Counts
 * of parts of a data set merge into those of the whole, in any order.
 */
public final class ActivityCounts implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Above this fraction of the time steps a neuron conveys nothing by firing. */
  private static final double SATURATED = 0.95;

  private final ArrayList<SpikingLayer> layers;

  /** For each of the layers, at how many steps each neuron has fired. */
  private final long[][] fired;

  /** For each of the layers, how many steps it has run. */
  private final long[] steps;

  /** Counts of a network that has not run, by its spiking layers. */
  public ActivityCounts(List<SpikingLayer> layers) {
    this.layers = new ArrayList<>(layers);
    this.fired = layers.stream().map(one -> new long[one.columns().size()]).toArray(long[][]::new);
    this.steps = new long[layers.size()];
  }

  /**
   * Counts the output of a layer over one example; that of a layer that is not counted is ignored.
   *
   * @param layer number of the layer, from 0
   * @param output [time][width]
   */
  public void add(int layer, float[][] output) {
    for (int l = 0; l < layers.size(); l++) {
      if (layers.get(l).layer() == layer) {
        add(layers.get(l).columns(), output, fired[l]);
        steps[l] += output.length;
      }
    }
  }

  private static void add(List<Integer> columns, float[][] output, long[] counts) {
    for (int neuron = 0; neuron < counts.length; neuron++) {
      int column = columns.get(neuron);
      for (float[] step : output) {
        if (step[column] != 0f) {
          counts[neuron]++;
        }
      }
    }
  }

  /** Adds other counts of the same network to these, and returns these. */
  public ActivityCounts merge(ActivityCounts other) {
    for (int l = 0; l < fired.length; l++) {
      for (int neuron = 0; neuron < fired[l].length; neuron++) {
        fired[l][neuron] += other.fired[l][neuron];
      }
      steps[l] += other.steps[l];
    }
    return this;
  }

  /** For each layer, at which fraction of the time steps each of its neurons fired. */
  public List<double[]> firingRates() {
    List<double[]> rates = new ArrayList<>();
    for (int l = 0; l < fired.length; l++) {
      double ran = Math.max(1, steps[l]);
      rates.add(Arrays.stream(fired[l]).mapToDouble(count -> count / ran).toArray());
    }
    return rates;
  }

  /** The activity of each layer, in their order; of a network that has not run, all are dead. */
  public List<LayerActivity> activities() {
    List<LayerActivity> activities = new ArrayList<>();
    for (int l = 0; l < fired.length; l++) {
      SpikingLayer layer = layers.get(l);
      double ran = Math.max(1, steps[l]);
      activities.add(
          new LayerActivity(
              layer.layer() + 1,
              layer.name(),
              fired[l].length,
              Arrays.stream(fired[l]).sum() / (ran * Math.max(1, fired[l].length)),
              (int) Arrays.stream(fired[l]).filter(count -> count == 0).count(),
              (int) Arrays.stream(fired[l]).filter(count -> count > SATURATED * ran).count()));
    }
    return activities;
  }

  /**
   * Firing activity of the neurons of a layer.
   *
   * @param layer number of the layer in the network, from 1
   * @param name name of the layer, such as {@code leaky(128)}
   * @param neurons number of its spiking neurons
   * @param firingRate mean fraction of the time steps at which a neuron fired, in [0, 1]
   * @param dead neurons that never fired
   * @param saturated neurons that fired at more than 95 % of the time steps
   */
  public record LayerActivity(
      int layer, String name, int neurons, double firingRate, int dead, int saturated) {}

  /**
   * A layer that gives spikes on.
   *
   * @param layer its number in the network, from 0
   * @param name what it is called, such as {@code leaky(128)}
   * @param columns the columns of its output that are spikes, one a neuron; others are membrane
   *     potentials or outputs of integrators
   */
  public record SpikingLayer(int layer, String name, List<Integer> columns)
      implements Serializable {}
}
