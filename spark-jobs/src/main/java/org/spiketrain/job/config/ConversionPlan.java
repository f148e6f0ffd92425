package org.spiketrain.job.config;

import org.spiketrain.job.train.RangeSource;
import org.spiketrain.model.zoo.NetworkSettings;

/**
 * The artificial network that a spiking one begins as.
 *
 * @param network its layers
 * @param training how it is trained
 * @param normalisation how it is converted
 */
public record ConversionPlan(
    NetworkSettings network, TrainingPlan training, RangeSource normalisation) {}
