package org.spiketrain.model.metrics;

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
