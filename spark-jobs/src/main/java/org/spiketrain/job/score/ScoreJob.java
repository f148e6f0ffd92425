package org.spiketrain.job.score;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
 * Scores files of names: a text file (a name a line), a CSV file (column {@code name}, or the
 * first), a Parquet file (column {@code name}) or a folder of them.
 *
 * <p>The output folder holds part files with the columns {@code file}, {@code row} (from 1), {@code
 * name}, {@code label_1}, {@code probability_1}, … {@code label_k}, {@code probability_k}; read in
 * the order of their names they keep the order of the input within each file. Rows that cannot be
 * scored are in {@code _rejects} below it: CSV with {@code file}, {@code row}, {@code name}, {@code
 * reason}.
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
      JavaRDD<RawName> names = read(files, settings.header());
      RowNumbers numbers = RowNumbers.count(names, new Usability(model.letters()));
      check(input, numbers);
      Broadcast<ScoringModel> broadcast = context().broadcast(model);
      try {
        writeScores(names, numbers, files, broadcast, settings, out.staging());
        writeRejects(names, numbers, files, broadcast, out.staging());
      } finally {
        broadcast.destroy();
      }
      ScoreOutput.mark(conf, out.staging(), numbers);
      out.commit();
      return summary(numbers, out.target(), System.nanoTime() - start);
    }
  }

  private JavaRDD<RawName> read(List<InputFile> files, CsvHeader header) {
    Map<Integer, InputFile> text = new TreeMap<>();
    JavaRDD<RawName> names = context().emptyRDD();
    for (int i = 0; i < files.size(); i++) {
      InputFile file = files.get(i);
      switch (file.format()) {
        case TEXT -> text.put(i, file);
        case CSV -> names = names.union(TableNames.csv(spark, i, file, header));
        case PARQUET -> names = names.union(TableNames.parquet(spark, i, file));
      }
    }
    return text.isEmpty() ? names : TextNames.read(spark, text).union(names);
  }

  private static void check(String input, RowNumbers numbers) {
    if (numbers.rows() == 0) {
      throw new UserErrorException("%s is empty: put at least one name there".formatted(input));
    }
    if (numbers.unusable() == numbers.rows()) {
      throw new UserErrorException(
          "None of the %d rows of %s can be scored: they are blank, not UTF-8 or without a letter of the model's alphabet. Is this a list of names, and its column called \"name\"?"
              .formatted(numbers.rows(), input));
    }
  }

  private void writeScores(
      JavaRDD<RawName> names,
      RowNumbers numbers,
      List<InputFile> files,
      Broadcast<ScoringModel> broadcast,
      ScoreSettings settings,
      Path folder) {
    List<String> fileNames = files.stream().map(InputFile::name).toList();
    int top = Math.min(settings.top(), model.classes().size());
    JavaRDD<Row> rows =
        names.mapPartitionsWithIndex(
            (partition, raw) ->
                new PartitionScorer(
                    broadcast.value(), fileNames, top, numbers.number(partition, raw)),
            true);
    settings.format().write(spark.createDataFrame(rows, schema(top)), folder);
  }

  private void writeRejects(
      JavaRDD<RawName> names,
      RowNumbers numbers,
      List<InputFile> files,
      Broadcast<ScoringModel> broadcast,
      Path folder) {
    if (numbers.unusable() == 0) {
      return;
    }
    List<String> fileNames = files.stream().map(InputFile::name).toList();
    JavaRDD<Row> rows =
        names
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

  private static ScoreSummary summary(RowNumbers numbers, Path output, long nanos) {
    return new ScoreSummary(
        numbers.rows() - numbers.unusable(),
        numbers.unusable(),
        output.toString(),
        new Path(output, REJECTS).toString(),
        (double) nanos / TimeUnit.SECONDS.toNanos(1));
  }

  private static StructType schema(int top) {
    StructType schema = place();
    for (int rank = 1; rank <= top; rank++) {
      schema =
          schema
              .add("label_" + rank, DataTypes.StringType)
              .add("probability_" + rank, DataTypes.FloatType);
    }
    return schema;
  }

  private static StructType place() {
    return new StructType()
        .add("file", DataTypes.StringType)
        .add("row", DataTypes.LongType)
        .add("name", DataTypes.StringType);
  }

  private JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(spark.sparkContext());
  }
}
