package org.spiketrain.score;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.data.io.ClusterProcessors;
import org.spiketrain.data.table.ReadingSession;

/**
 * How an input is cut into pieces, each of which one task scores: whoever goes on with a scoring
 * cuts as it was begun, on however many processors.
 *
 * @param processors those that there were at the beginning, from 1
 * @param files settings of Spark by which it cuts files
 */
record ScoreSplit(int processors, Map<String, String> files) {
  /** Pieces a processor that large files are cut into, so that none waits long for the last one. */
  private static final int PIECES_A_PROCESSOR = 3;

  private static final String MOST_BYTES = "spark.sql.files.maxPartitionBytes";
  private static final String FEWEST = "spark.sql.files.minPartitionNum";
  private static final String OPENING = "spark.sql.files.openCostInBytes";

  /** Of Parquet some million names; Spark's own, four times as much, are minutes of work. */
  private static final String USUAL_BYTES = "32m";

  /** How a session would cut. */
  static ScoreSplit of(SparkSession spark) {
    int processors = ClusterProcessors.count(spark.sparkContext());
    boolean asked = spark.conf().contains(MOST_BYTES);
    Map<String, String> files = new LinkedHashMap<>();
    files.put(MOST_BYTES, asked ? spark.conf().get(MOST_BYTES) : USUAL_BYTES);
    files.put(FEWEST, spark.conf().get(FEWEST, Integer.toString(processors)));
    files.put(OPENING, spark.conf().get(OPENING));
    return new ScoreSplit(processors, files);
  }

  /** A session that reads files as others have written them, and cuts them so. */
  SparkSession reading(SparkSession spark) {
    SparkSession reading = ReadingSession.caseSensitive(spark);
    files.forEach(reading.conf()::set);
    return reading;
  }

  /** Pieces that an input is cut into, unless that makes them too large or too small. */
  int pieces() {
    return PIECES_A_PROCESSOR * processors;
  }
}
