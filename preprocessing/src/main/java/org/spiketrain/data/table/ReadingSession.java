package org.spiketrain.data.table;

import java.util.Map;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/**
 * Sessions in which what others have written is read and written again as it is: times of
 * nanoseconds, which pandas writes, and days before 1582, such as 0001-01-01 for none, are no
 * reason to refuse a file.
 */
public final class ReadingSession {
  /** What Spark 4 does unasked, but for the first. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "spark.sql.legacy.parquet.nanosAsLong", "true",
          "spark.sql.parquet.datetimeRebaseModeInRead", "CORRECTED",
          "spark.sql.parquet.datetimeRebaseModeInWrite", "CORRECTED",
          "spark.sql.parquet.int96RebaseModeInRead", "CORRECTED",
          "spark.sql.parquet.int96RebaseModeInWrite", "CORRECTED");

  private ReadingSession() {}

  /** A session with the settings of another, and its catalogue, but for temporary views. */
  public static SparkSession of(SparkSession spark) {
    return with(SETTINGS, spark);
  }

  /** A session of its own with the settings of another and its catalogue, but not its views. */
  public static SparkSession settingsOf(SparkSession spark) {
    return with(Map.of(), spark);
  }

  private static SparkSession with(Map<String, String> more, SparkSession spark) {
    SparkSession reading = spark.newSession();
    more.forEach(reading.conf()::set);
    scala.collection.Iterator<Tuple2<String, String>> settings = spark.conf().getAll().iterator();
    while (settings.hasNext()) {
      Tuple2<String, String> setting = settings.next();
      if (reading.conf().isModifiable(setting._1())) {
        reading.conf().set(setting._1(), setting._2());
      }
    }
    reading.catalog().setCurrentCatalog(spark.catalog().currentCatalog());
    if (!spark.catalog().currentDatabase().isBlank()) {
      reading.catalog().setCurrentDatabase(spark.catalog().currentDatabase());
    }
    return reading;
  }

  /** Such a session in which columns may differ in case alone. */
  public static SparkSession caseSensitive(SparkSession spark) {
    SparkSession reading = of(spark);
    reading.conf().set("spark.sql.caseSensitive", true);
    return reading;
  }
}
