package org.spiketrain.score;

import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.spiketrain.data.io.OutputMode;

/**
 * Settings of a scoring of files.
 *
 * @param top number of classes given for each name, sentence or recording, from 1; more than there
 *     are gives all
 */
public record ScoreSettings(int top, OutputFormat format, CsvDialect csv, OutputMode mode) {
  /** Formats of scores; the columns are the same in all of them. */
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
}
