package org.spiketrain.model.metrics;

import java.io.Serializable;
import java.util.List;

/**
 * A layer that gives spikes on.
 *
 * @param layer its number in the network, from 0
 * @param name what it is called, such as {@code leaky(128)}
 * @param columns the columns of its output that are spikes, one a neuron; others are membrane
 *     potentials or outputs of integrators
 */
public record SpikingLayer(int layer, String name, List<Integer> columns) implements Serializable {}
