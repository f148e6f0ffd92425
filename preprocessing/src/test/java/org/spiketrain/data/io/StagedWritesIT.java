package org.spiketrain.data.io;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spiketrain.data.LocalSpark;

class StagedWritesIT {
  private static final long ROWS = 100;
  private static final int TASKS = 2;

  private static SparkSession spark;
  @TempDir Path temp;

  @BeforeAll
  static void startSpark() {
    spark = LocalSpark.session().newSession();
    StrictFileSystem.register(spark.sparkContext().hadoopConfiguration());
  }

  @BeforeEach
  void forget() {
    StrictFileSystem.Store.COPIED.clear();
  }

  private void write(SparkSession session, String format) {
    Configuration conf = session.sessionState().newHadoopConf();
    List<Long> rows = LongStream.range(0, ROWS).boxed().toList();
    var target = new org.apache.hadoop.fs.Path("gs://" + temp.resolve("out"));
    try (AtomicOutput output = AtomicOutput.directory(conf, target, OutputMode.REFUSE_EXISTING)) {
      session
          .createDataset(rows, Encoders.LONG())
          .repartition(TASKS)
          .withColumn("half", col("value").mod(2))
          .write()
          .mode(SaveMode.Append)
          .partitionBy("half")
          .options(StagedWrites.options(session, output.staging()))
          .format(format)
          .save(output.staging().toString());
      output.commit();
    }
  }

  /** How often files were copied, by their names, each of which a file in either folder has. */
  private Map<String, Long> copies(String format) throws IOException {
    try (Stream<Path> files = Files.walk(temp.resolve("out"))) {
      List<String> there =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.startsWith("part-") && name.endsWith("." + format))
              .toList();
      assertThat(there).hasSize(2 * TASKS);
      return StrictFileSystem.Store.COPIED.stream()
          .filter(there::contains)
          .collect(groupingBy(name -> name, counting()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "csv", "json"})
  void onAnObjectStoreAFileIsCopiedOnceBySparkAndOnceByTheOutput(String format) throws IOException {
    write(spark, format);
    assertThat(copies(format))
        .hasSize(TASKS)
        .allSatisfy((name, times) -> assertThat(times).isEqualTo(2 * 2));
    assertThat(spark.read().format(format).load(temp.resolve("out").toString()).count())
        .isEqualTo(ROWS);
  }

  @Test
  void whereTheSessionNamesACommitterItIsTaken() throws IOException {
    SparkSession usual = spark.newSession();
    usual
        .conf()
        .set(
            "spark.sql.parquet.output.committer.class",
            "org.apache.parquet.hadoop.ParquetOutputCommitter");
    write(usual, "parquet");
    assertThat(copies("parquet"))
        .hasSize(TASKS)
        .allSatisfy((name, times) -> assertThat(times).isEqualTo(2 * 3));
  }

  @Test
  void nothingIsSetWhereRenamesAreCheapOrOthersMayBeWriting() {
    String staging = "/.out.tmp-01234567-89ab-cdef-0123-456789abcdef/part";
    assertThat(options("gs://" + temp + staging)).isNotEmpty();
    assertThat(options("file://" + temp + staging)).isEmpty();
    assertThat(options("gs://" + temp + "/out")).isEmpty();
    // Without the jar that has its committer.
    assertThat(options("s3a://" + temp + staging)).isEmpty();
  }

  private static Map<String, String> options(String folder) {
    return StagedWrites.options(spark, new org.apache.hadoop.fs.Path(folder));
  }
}
