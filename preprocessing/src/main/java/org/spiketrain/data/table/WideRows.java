package org.spiketrain.data.table;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/**
 * Reading of rows of many thousand numbers each. By default Spark's readers of Parquet and ORC hold
 * 4,096 rows at once in each task, which would be gigabytes.
 */
public final class WideRows {
  private static final List<String> ROWS_AT_ONCE =
      List.of("spark.sql.parquet.columnarReaderBatchSize", "spark.sql.orc.columnarReaderBatchSize");

  private static final int FEW = 64;

  private WideRows() {}

  /**
   * Plans a reading; how many rows are held at once is decided then.
   *
   * @param spark the session of the rows, whose settings are the same again afterwards
   */
  public static <T> T planned(SparkSession spark, Supplier<T> plan) {
    Map<String, String> before = new LinkedHashMap<>();
    ROWS_AT_ONCE.forEach(key -> before.put(key, spark.conf().get(key)));
    try {
      before.forEach((key, rows) -> spark.conf().set(key, Math.min(FEW, Long.parseLong(rows))));
      return plan.get();
    } finally {
      before.forEach((key, rows) -> spark.conf().set(key, rows));
    }
  }
}
