package org.spiketrain.config;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.spiketrain.registry.RegistrySettings;
import scala.Tuple2;

/** Hadoop's settings where no Spark session is at hand. */
public final class HadoopSettings {
  private static final String PREFIX = "spark.hadoop.";

  private HadoopSettings() {}

  /**
   * Hadoop's own settings and those that were submitted with {@code --conf spark.hadoop.…} or a
   * properties file, and the registry's place among them, as a Spark session would have them.
   */
  public static Configuration submitted() {
    Configuration conf = new Configuration();
    SparkConf submitted = new SparkConf();
    for (Tuple2<String, String> setting : submitted.getAllWithPrefix(PREFIX)) {
      conf.set(setting._1(), setting._2());
    }
    if (submitted.contains(RegistrySettings.SPARK_KEY)) {
      conf.set(RegistrySettings.SPARK_KEY, submitted.get(RegistrySettings.SPARK_KEY));
    }
    return conf;
  }
}
