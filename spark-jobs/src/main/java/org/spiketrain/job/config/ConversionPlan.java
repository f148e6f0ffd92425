package org.spiketrain.job.config;

import org.spiketrain.job.train.Normalisation;
import org.spiketrain.model.zoo.NetworkSettings;

/**
 * The artificial network that a spiking one begins as.
 *
 * @param network its layers
 * @param training how it is trained
 * @param normalisation how it is converted
 */
public record ConversionPlan(
    NetworkSettings network, TrainingPlan training, Normalisation normalisation) {}
