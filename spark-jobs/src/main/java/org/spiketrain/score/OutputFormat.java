package org.spiketrain.score;

import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;

/** How scores are written; the columns are the same in all formats. */
public enum OutputFormat {
  PARQUET,
  CSV,
  /** JSON Lines: one object a line. */
  JSON;

  void write(Dataset<Row> rows, Path folder) {
    // Append: the staging folder exists already.
    DataFrameWriter<Row> writer = rows.write().mode(SaveMode.Append);
    switch (this) {
      case PARQUET -> writer.parquet(folder.toString());
      case JSON -> writer.json(folder.toString());
      case CSV ->
          writer
              .option("header", true)
              .option("escape", "\"")
              .option("ignoreLeadingWhiteSpace", false)
              .option("ignoreTrailingWhiteSpace", false)
              .csv(folder.toString());
    }
  }
}
