package org.spiketrain.job.score;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.preprocess.AtomicOutput;

/**
 * Scores files of names: a text file (a name a line), a CSV file (column {@code name}, or the only
 * one), a Parquet file (column {@code name}) or a folder of them.
 *
 * <p>The output folder holds part files with the columns {@code file}, {@code row} (the line of the
 * file, from 1; in Parquet, which has no lines, the row), {@code name}, {@code label_1}, {@code
 * probability_1}, … {@code label_k}, {@code probability_k}; read in the order of their names they
 * keep the order of the input within each file. Rows that cannot be scored are in {@code _rejects}
 * below it: CSV with {@code file}, {@code row}, {@code name}, {@code reason}.
 */
public final class ScoreJob {
  private static final String REJECTS = "_rejects";
  private static final StructType REJECT_SCHEMA = place().add("reason", DataTypes.StringType);

  private final SparkSession spark;
  private final ScoringModel model;

  public ScoreJob(SparkSession spark, ScoringModel model) {
    this.spark = spark;
    this.model = model;
  }

  /**
   * Scores all names of the input.
   *
   * @param input file or folder on any Hadoop file system
   * @param output folder to make; it appears whole or not at all
   * @throws UserErrorException if the input is missing or empty or has no name that can be scored,
   *     or if the output exists and may not be overwritten or holds anything but scores; then
   *     nothing is written
   */
  public ScoreSummary run(String input, String output, ScoreSettings settings) {
    long start = System.nanoTime();
    Configuration conf = spark.sessionState().newHadoopConf();
    List<InputFile> files = InputFiles.list(conf, input);
    ScoreOutput.check(conf, input, output);
    try (AtomicOutput out = AtomicOutput.directory(conf, new Path(output), settings.mode())) {
      ScoreInput names = ScoreInput.open(spark, input, files, settings.csv());
      RowNumbers numbers = RowNumbers.count(names.names(), new Usability(model.letters()));
      names.check(numbers);
      Broadcast<ScoringModel> broadcast = context().broadcast(model);
      try {
        writeScores(names, numbers, broadcast, settings, out.staging());
        writeRejects(names, numbers, broadcast, out.staging());
      } finally {
        broadcast.destroy();
      }
      ScoreOutput.mark(conf, out.staging(), numbers);
      out.commit();
      return summary(numbers, names.withoutNames(numbers), out.target(), System.nanoTime() - start);
    }
  }

  private void writeScores(
      ScoreInput input,
      RowNumbers numbers,
      Broadcast<ScoringModel> broadcast,
      ScoreSettings settings,
      Path folder) {
    List<String> fileNames = input.fileNames();
    int top = Math.min(settings.top(), model.classes().size());
    JavaRDD<Row> rows =
        input
            .names()
            .mapPartitionsWithIndex(
                (partition, raw) ->
                    new PartitionScorer(
                        broadcast.value(), fileNames, top, numbers.number(partition, raw)),
                true);
    settings.format().write(spark.createDataFrame(rows, schema(top)), folder);
  }

  private void writeRejects(
      ScoreInput input, RowNumbers numbers, Broadcast<ScoringModel> broadcast, Path folder) {
    if (numbers.unusable() == 0) {
      return;
    }
    List<String> fileNames = input.fileNames();
    JavaRDD<Row> rows =
        input
            .names()
            .mapPartitionsWithIndex((partition, raw) -> numbers.number(partition, raw), true)
            .mapPartitions(
                numbered ->
                    rejects(numbered, new Usability(broadcast.value().letters()), fileNames));
    OutputFormat.CSV.write(
        spark.createDataFrame(rows, REJECT_SCHEMA).coalesce(1), new Path(folder, REJECTS));
  }

  private static Iterator<Row> rejects(
      Iterator<NumberedName> names, Usability usability, List<String> files) {
    Iterable<NumberedName> all = () -> names;
    return java.util.stream.StreamSupport.stream(all.spliterator(), false)
        .filter(name -> !usability.problem(name.name()).isEmpty())
        .map(
            name ->
                RowFactory.create(
                    files.get(name.name().file()),
                    name.row(),
                    name.name().text(),
                    usability.problem(name.name())))
        .iterator();
  }

  private static ScoreSummary summary(
      RowNumbers numbers, List<String> withoutNames, Path output, long nanos) {
    return new ScoreSummary(
        numbers.rows() - numbers.unusable(),
        numbers.unusable(),
        withoutNames,
        output.toString(),
        new Path(output, REJECTS).toString(),
        (double) nanos / TimeUnit.SECONDS.toNanos(1));
  }

  private static StructType schema(int top) {
    StructType schema = place();
    for (int rank = 1; rank <= top; rank++) {
      schema =
          schema
              .add(ScoreColumns.label(rank), DataTypes.StringType)
              .add(ScoreColumns.probability(rank), DataTypes.FloatType);
    }
    return schema;
  }

  private static StructType place() {
    return new StructType()
        .add("file", DataTypes.StringType)
        .add("row", DataTypes.LongType)
        .add(ScoreColumns.NAME, DataTypes.StringType);
  }

  private JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(spark.sparkContext());
  }
}
