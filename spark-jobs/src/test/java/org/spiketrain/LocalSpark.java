package org.spiketrain;

import org.apache.spark.sql.SparkSession;

/**
 * The Spark session that the tests of one JVM share: two threads, four attempts a task, nothing
 * listening.
 */
public final class LocalSpark {
  private LocalSpark() {}

  public static SparkSession session() {
    SparkSession session =
        SparkSession.builder()
            .master("local[2,4]")
            .appName("spiketrain-tests")
            .config("spark.ui.enabled", false)
            .config("spark.sql.shuffle.partitions", 2)
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .getOrCreate();
    session.sparkContext().setLogLevel("ERROR");
    return session;
  }
}
