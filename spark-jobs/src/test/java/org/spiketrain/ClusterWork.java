package org.spiketrain;

import org.apache.spark.sql.SparkSession;

/**
 * A part of a test that is done on a {@link SharedCluster}; it has a constructor without arguments.
 */
public interface ClusterWork {
  /**
   * Does it; what it prints to {@link System#out} becomes its log.
   *
   * @param spark the cluster's session, which stays open
   */
  void run(SparkSession spark, String... arguments) throws Exception;
}
