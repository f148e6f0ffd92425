package org.spiketrain.job.config;

import org.spiketrain.job.evaluate.EvaluationSettings;

/**
 * What is evaluated after a training, and how.
 *
 * @param split train, validation or test
 * @param settings how
 */
public record EvaluationPlan(String split, EvaluationSettings settings) {}
