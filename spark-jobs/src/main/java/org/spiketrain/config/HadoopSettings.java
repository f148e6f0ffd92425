package org.spiketrain.config;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import scala.Tuple2;

/** Hadoop's settings where no Spark session is at hand. */
public final class HadoopSettings {
  private static final String PREFIX = "spark.hadoop.";

  private HadoopSettings() {}

  /**
   * Hadoop's own settings and those that were submitted with {@code --conf spark.hadoop.…} or a
   * properties file, as a Spark session would have them.
   */
  public static Configuration submitted() {
    Configuration conf = new Configuration();
    for (Tuple2<String, String> setting : new SparkConf().getAllWithPrefix(PREFIX)) {
      conf.set(setting._1(), setting._2());
    }
    return conf;
  }
}
