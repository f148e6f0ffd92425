package org.spiketrain.score;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.spiketrain.data.LineColumn;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.model.UserErrorException;

/**
 * The names in a Parquet file, by Spark's reader. One file is read at a time: of several, Spark
 * would mix the pieces.
 */
final class ParquetNames {
  private ParquetNames() {}

  /** The wanted column. */
  static JavaRDD<RawText> read(SparkSession spark, InputFile file, LineColumn wanted) {
    ParquetMagic.check(spark.sessionState().newHadoopConf(), file);
    Dataset<Row> rows = spark.read().parquet(file.pattern());
    List<String> columns = List.of(rows.columns());
    int column =
        wanted
            .among(columns)
            .orElseThrow(
                () ->
                    new UserErrorException(
                        "Parquet file %s has no column \"%s\", only %s: rename the column of the %s"
                            .formatted(
                                file.location(),
                                wanted.name(),
                                String.join(", ", columns),
                                wanted.content())));
    // By number: a column's own name may have any characters.
    Dataset<Row> numbered =
        rows.toDF(IntStream.range(0, columns.size()).mapToObj(c -> "c" + c).toArray(String[]::new));
    int index = file.index();
    return numbered
        .select(numbered.col("c" + column).cast(DataTypes.StringType))
        .toJavaRDD()
        .map(row -> RawText.decoded(index, row.isNullAt(0) ? "" : row.getString(0), 0));
  }

  /**
   * Looks whether a file is a whole Parquet file before Spark reads it, whose own message is a
   * failed job.
   */
  static final class ParquetMagic {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

    private ParquetMagic() {}

    /**
     * Checks the first and the last bytes.
     *
     * @throws UserErrorException if the file is of another kind or truncated
     */
    static void check(Configuration conf, InputFile file) {
      Path path = new Path(file.location());
      try (FSDataInputStream in = FileSystems.of(conf, path).open(path)) {
        boolean whole =
            file.bytes() >= 3L * MAGIC.length && magicAt(in, 0) && magicAt(in, file.bytes() - 4);
        if (!whole) {
          throw new UserErrorException(
              "%s is not a Parquet file, or is truncated: restore it, or rename it by what it is"
                  .formatted(file.location()));
        }
      } catch (IOException e) {
        throw new UserErrorException(
            "Cannot read %s: %s. Name a file that can be read"
                .formatted(file.location(), e.getMessage()),
            e);
      }
    }

    private static boolean magicAt(FSDataInputStream in, long position) throws IOException {
      byte[] bytes = new byte[MAGIC.length];
      in.readFully(position, bytes);
      return Arrays.equals(bytes, MAGIC);
    }
  }
}
