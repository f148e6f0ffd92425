package org.spiketrain.job.score;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.spiketrain.model.UserErrorException;

/** How scores are written; the columns are the same in all formats. */
public enum OutputFormat {
  PARQUET,
  CSV,
  /** JSON Lines: one object a line. */
  JSON;

  /** The name in configurations. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The format of this name.
   *
   * @throws UserErrorException if there is none
   */
  public static OutputFormat parse(String label) {
    return Arrays.stream(values())
        .filter(format -> format.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new UserErrorException(
                    "There is no score format \"%s\": expected %s"
                        .formatted(
                            label,
                            Arrays.stream(values())
                                .map(OutputFormat::label)
                                .collect(Collectors.joining(", ")))));
  }

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
