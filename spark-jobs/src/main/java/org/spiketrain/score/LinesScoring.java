package org.spiketrain.score;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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
import org.spiketrain.score.RankedRows.ScoreColumns;
import org.spiketrain.score.RowNumbers.NumberedText;
import org.spiketrain.score.Scoring.ScoreCounts;

/**
 * Scores names or sentences.
 *
 * @param input what was named: a file or a folder
 * @param files its files
 */
record LinesScoring(SparkSession spark, LinesModel model, String input, List<InputFile> files)
    implements Scoring {
  @Override
  public ScoreCounts write(Path folder, ScoreSettings settings) {
    ScoreInput names = ScoreInput.open(spark, input, files, settings.csv(), model.column());
    Broadcast<LinesModel> broadcast =
        JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(model);
    try {
      RowNumbers numbers = RowNumbers.count(names.names(), broadcast);
      names.check(numbers, model);
      writeScores(names, numbers, broadcast, settings, folder);
      if (numbers.unusable() > 0) {
        writeRejects(names, numbers, broadcast, folder);
      }
      return new ScoreCounts(
          numbers.rows() - numbers.unusable(),
          numbers.unusable(),
          numbers.cut(),
          names.withoutNames(numbers));
    } finally {
      broadcast.destroy();
    }
  }

  private StructType place() {
    return new StructType()
        .add(ScoreColumns.FILE, DataTypes.StringType)
        .add(ScoreColumns.ROW, DataTypes.LongType)
        .add(model.column().name(), DataTypes.StringType);
  }

  private void writeScores(
      ScoreInput names,
      RowNumbers numbers,
      Broadcast<LinesModel> broadcast,
      ScoreSettings settings,
      Path folder) {
    List<String> fileNames = names.fileNames();
    RankedRows ranked = RankedRows.of(settings, model);
    JavaRDD<Row> rows =
        names
            .names()
            .mapPartitionsWithIndex(
                (partition, raw) ->
                    rows(
                        numbers.number(partition, raw),
                        name -> score(name, broadcast.value(), fileNames, ranked)),
                true);
    settings.format().write(spark.createDataFrame(rows, ranked.schema(place())), folder);
  }

  private void writeRejects(
      ScoreInput names, RowNumbers numbers, Broadcast<LinesModel> broadcast, Path folder) {
    List<String> fileNames = names.fileNames();
    JavaRDD<Row> rows =
        names
            .names()
            .mapPartitionsWithIndex((partition, raw) -> numbers.number(partition, raw), true)
            .mapPartitions(
                numbered -> rows(numbered, name -> reject(name, broadcast.value(), fileNames)));
    StructType schema = place().add(ScoreColumns.REASON, DataTypes.StringType);
    ScoreOutput.writeRejects(spark.createDataFrame(rows, schema), folder);
  }

  /** The rows of those names that have one, each made as it is asked for. */
  private static Iterator<Row> rows(
      Iterator<NumberedText> names, Function<NumberedText, Optional<Row>> made) {
    Iterable<NumberedText> all = () -> names;
    return StreamSupport.stream(all.spliterator(), false)
        .flatMap(name -> made.apply(name).stream())
        .iterator();
  }

  private static Optional<Row> score(
      NumberedText name, LinesModel model, List<String> files, RankedRows ranked) {
    return name.name()
        .read(model)
        .frames()
        .map(
            frames ->
                ranked.row(
                    model,
                    model.classifier().probabilitiesOf(frames),
                    files.get(name.name().file()),
                    name.row(),
                    name.name().text()));
  }

  private static Optional<Row> reject(NumberedText name, LinesModel model, List<String> files) {
    String problem = name.name().read(model).problem();
    return problem.isEmpty()
        ? Optional.empty()
        : Optional.of(
            RowFactory.create(
                files.get(name.name().file()), name.row(), name.name().text(), problem));
  }
}
