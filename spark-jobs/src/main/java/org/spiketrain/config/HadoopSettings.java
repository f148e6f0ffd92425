package org.spiketrain.config;

import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.spiketrain.registry.RegistrySettings;

/** Hadoop's settings where no Spark session is at hand. */
public final class HadoopSettings {
  private static final String SPARK = "spark.";
  private static final String PREFIX = "spark.hadoop.";

  private HadoopSettings() {}

  /**
   * Spark's settings as spark-submit hands them over to this JVM, among its system properties. A
   * {@code SparkConf} knows the same, but takes long to make where no Spark runs.
   */
  public static Map<String, String> ofSpark() {
    Properties system = System.getProperties();
    return system.stringPropertyNames().stream()
        .filter(key -> key.startsWith(SPARK))
        .collect(Collectors.toMap(key -> key, system::getProperty));
  }

  /** Returns what Spark's settings say of Hadoop's, by Hadoop's keys. */
  public static Map<String, String> among(Map<String, String> spark) {
    Map<String, String> hadoop = new TreeMap<>();
    spark.forEach(
        (key, value) -> {
          if (key.startsWith(PREFIX)) {
            hadoop.put(key.substring(PREFIX.length()), value);
          }
        });
    return hadoop;
  }

  /**
   * Hadoop's own settings and those that were submitted with {@code --conf spark.hadoop.…} or a
   * properties file, and the registry's place among them, as a Spark session would have them.
   */
  public static Configuration submitted() {
    Configuration conf = new Configuration();
    Map<String, String> spark = ofSpark();
    among(spark).forEach(conf::set);
    if (spark.containsKey(RegistrySettings.SPARK_KEY)) {
      conf.set(RegistrySettings.SPARK_KEY, spark.get(RegistrySettings.SPARK_KEY));
    }
    return conf;
  }

  /**
   * The same for a program that reads a few files and ends. Before Hadoop looks for a file system
   * among those that it keeps it logs the user in, which takes longer than to make a local one
   * anew. Nothing can be written with it that is deleted when the program ends: that takes one that
   * is kept.
   */
  public static Configuration toRead() {
    Configuration conf = submitted();
    conf.setIfUnset("fs.file.impl.disable.cache", "true");
    return conf;
  }
}
