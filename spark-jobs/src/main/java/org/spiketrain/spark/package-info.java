/**
 * The API for Spark programs: {@link org.spiketrain.spark.Spiketrain} trains and evaluates networks
 * from one's own session, {@link org.spiketrain.spark.Scorer} adds a network's answers to a
 * dataset, {@link org.spiketrain.spark.SpikingClassifier} does both as an estimator of Spark ML.
 */
package org.spiketrain.spark;
