package org.spiketrain.data;

import org.apache.spark.sql.SparkSession;

/** One local Spark for all tests of this JVM. */
public final class LocalSpark {
  private LocalSpark() {}

  /** The session, started by the first test that asks. */
  public static SparkSession session() {
    return SparkSession.builder()
        .master("local[2]")
        .appName("preprocessing tests")
        .config("spark.ui.enabled", false)
        .config("spark.sql.shuffle.partitions", 2)
        // A dozen rows are not worth planning again after each shuffle, nor compiling code for.
        .config("spark.sql.adaptive.enabled", false)
        .config("spark.sql.codegen.wholeStage", false)
        .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate();
  }
}
