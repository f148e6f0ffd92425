package org.spiketrain.job.score;

import java.util.Iterator;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Scores names.
 *
 * @param input what was named: a file or a folder
 * @param files its files
 */
record NamesScoring(SparkSession spark, NamesModel model, String input, List<InputFile> files)
    implements Scoring {
  private static final StructType PLACE =
      new StructType()
          .add(ScoreColumns.FILE, DataTypes.StringType)
          .add(ScoreColumns.ROW, DataTypes.LongType)
          .add(ScoreColumns.NAME, DataTypes.StringType);

  @Override
  public ScoreCounts write(Path folder, ScoreSettings settings) {
    ScoreInput names = ScoreInput.open(spark, input, files, settings.csv());
    RowNumbers numbers = RowNumbers.count(names.names(), new Usability(model.letters()));
    names.check(numbers);
    Broadcast<NamesModel> broadcast =
        JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(model);
    try {
      writeScores(names, numbers, broadcast, settings, folder);
      if (numbers.unusable() > 0) {
        writeRejects(names, numbers, broadcast, folder);
      }
    } finally {
      broadcast.destroy();
    }
    return new ScoreCounts(
        numbers.rows() - numbers.unusable(), numbers.unusable(), names.withoutNames(numbers));
  }

  private void writeScores(
      ScoreInput names,
      RowNumbers numbers,
      Broadcast<NamesModel> broadcast,
      ScoreSettings settings,
      Path folder) {
    List<String> fileNames = names.fileNames();
    RankedRows ranked = RankedRows.of(settings, model);
    JavaRDD<Row> rows =
        names
            .names()
            .mapPartitionsWithIndex(
                (partition, raw) ->
                    new PartitionScorer(
                        broadcast.value(), fileNames, ranked, numbers.number(partition, raw)),
                true);
    settings.format().write(spark.createDataFrame(rows, ranked.schema(PLACE)), folder);
  }

  private void writeRejects(
      ScoreInput names, RowNumbers numbers, Broadcast<NamesModel> broadcast, Path folder) {
    List<String> fileNames = names.fileNames();
    JavaRDD<Row> rows =
        names
            .names()
            .mapPartitionsWithIndex((partition, raw) -> numbers.number(partition, raw), true)
            .mapPartitions(
                numbered ->
                    rejects(numbered, new Usability(broadcast.value().letters()), fileNames));
    StructType schema = PLACE.add(ScoreColumns.REASON, DataTypes.StringType);
    ScoreOutput.writeRejects(spark.createDataFrame(rows, schema), folder);
  }

  private static Iterator<Row> rejects(
      Iterator<NumberedName> names, Usability usability, List<String> files) {
    Iterable<NumberedName> all = () -> names;
    return StreamSupport.stream(all.spliterator(), false)
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
}
