package org.spiketrain.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.apache.spark.sql.SparkSession;

/**
 * The programs that wrote something.
 *
 * @param spiketrain version of Spiketrain
 * @param spark version of Spark
 * @param java version of the Java runtime
 */
public record Versions(String spiketrain, String spark, String java) {
  /** The versions at work now. */
  public static Versions current(SparkSession spark) {
    return new Versions(ownVersion(), spark.version(), Runtime.version().toString());
  }

  /** The version of Spiketrain itself. */
  public static String ownVersion() {
    try (InputStream in = Versions.class.getResourceAsStream("version.properties")) {
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the version of Spiketrain", e);
    }
  }
}
