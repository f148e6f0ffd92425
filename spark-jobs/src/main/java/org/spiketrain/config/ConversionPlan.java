package org.spiketrain.config;

import org.spiketrain.model.zoo.NetworkSettings;
import org.spiketrain.train.RangeSource;

/**
 * The artificial network that a spiking one begins as.
 *
 * @param network its layers
 * @param training how it is trained
 * @param normalisation how it is converted
 */
public record ConversionPlan(
    NetworkSettings network, TrainingPlan training, RangeSource normalisation) {}
