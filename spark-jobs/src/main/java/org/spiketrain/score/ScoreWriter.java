package org.spiketrain.score;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.io.OutputNaming;
import org.spiketrain.data.io.SharedStorage;
import org.spiketrain.data.io.StagedWrites;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.score.ScoreSettings.OutputFormat;
import org.spiketrain.score.ScoreSettings.ScoreTarget;
import org.spiketrain.score.ScoreSettings.Write;

/**
 * Writes what was scored into a folder or a table, and what could not be into a folder.
 *
 * @param folder where part files go; blank for a table
 * @param naming options by which part files are named; none as Spark does
 */
record ScoreWriter(
    SparkSession spark, ScoreSettings settings, String folder, Map<String, String> naming) {
  private static final String REJECTS = "_rejects";
  private static final String SPARK_CATALOGUE = "spark_catalog";

  /** Part files are named as Spark does. */
  ScoreWriter(SparkSession spark, ScoreSettings settings, String folder) {
    this(spark, settings, folder, Map.of());
  }

  /** The same with other options of naming. */
  ScoreWriter naming(Map<String, String> other) {
    return new ScoreWriter(spark, settings, folder, other);
  }

  /** Folder of what could not be scored, where the output lies in a folder. */
  String rejectsFolder() {
    String own = settings.target().rejects();
    return own.isBlank() && !folder.isBlank() ? new Path(folder, REJECTS).toString() : own;
  }

  /**
   * Writes what could not be scored, before anything else.
   *
   * @throws UserErrorException if there is no place for it
   */
  void rejects(Dataset<Row> rejects, long count) {
    if (rejectsFolder().isBlank()) {
      throw new UserErrorException(
          "%d rows cannot be scored, and a table has no place for them: name a folder with scoring.target.rejects"
              .formatted(count));
    }
    written(
        rejectsFolder(),
        () ->
            OutputFormat.CSV
                .writer(rejects)
                .options(StagedWrites.options(spark, new Path(rejectsFolder())))
                .options(naming)
                .mode(SaveMode.Append)
                .save(rejectsFolder()));
  }

  /**
   * Checks that all executors write where the driver looks.
   *
   * @throws UserErrorException if one does not
   */
  void checkStorage() {
    doubtfulPlace().ifPresent(place -> SharedStorage.check(spark, place));
    if (!rejectsFolder().isBlank()) {
      SharedStorage.check(spark, new Path(rejectsFolder()));
    }
  }

  /**
   * Folder of the target, also of a table's files, if executors may see another one there than the
   * driver does; nothing where a catalogue does not say it.
   */
  Optional<Path> doubtfulPlace() {
    return spark.sparkContext().isLocal()
        ? Optional.empty()
        : place().filter(place -> SharedStorage.isDoubtful(spark, place));
  }

  private Optional<Path> place() {
    String table = settings.target().table();
    if (table.isBlank()) {
      return Optional.of(new Path(folder));
    }
    return spark.catalog().tableExists(table) ? locationOfTable(table) : locationOfDatabase(table);
  }

  private Optional<Path> locationOfTable(String table) {
    return spark
        .sql("DESCRIBE TABLE EXTENDED " + table)
        .where("col_name = 'Location'")
        .limit(1)
        .select("data_type")
        .as(Encoders.STRING())
        .collectAsList()
        .stream()
        .filter(location -> !location.isBlank())
        .map(Path::new)
        .findFirst();
  }

  private Optional<Path> locationOfDatabase(String table) {
    String[] name = qualified(table).split("\\.", -1);
    if (!name[0].equals(SPARK_CATALOGUE)) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(spark.catalog().getDatabase(name[1]).locationUri()).map(Path::new);
    } catch (AnalysisException e) {
      throw new UserErrorException(
          "Table %s cannot be made: %s. Look at scoring.target.table"
              .formatted(table, e.getMessage()),
          e);
    }
  }

  /** The scores that the target has, nothing if there are none yet. */
  Optional<Dataset<Row>> there() {
    String table = settings.target().table();
    if (table.isBlank()) {
      return columnsThere().map(columns -> settings.format().reader(spark).load(folder));
    }
    return spark.catalog().tableExists(table) ? Optional.of(spark.table(table)) : Optional.empty();
  }

  /**
   * Checks that a new folder has all scores, and all that could not be scored if that is in it,
   * where executors that came later may have other disks.
   *
   * @param counts what was written
   * @param several whether it was written by several jobs, of which one may be long past
   * @throws UserErrorException if it has not
   */
  void checkWritten(ScoreCounts counts, boolean several) {
    if (several || SharedStorage.isDoubtful(spark, new Path(folder))) {
      checkWritten(settings.format(), folder, counts.scored());
      if (settings.target().rejects().isBlank()) {
        checkWritten(OutputFormat.CSV, rejectsFolder(), counts.rejected());
      }
    }
  }

  private void checkWritten(OutputFormat format, String where, long written) {
    if (written > 0) {
      SharedStorage.requireWritten(
          new Path(where), written, () -> count(format, visible(new Path(where))));
    }
  }

  private long count(OutputFormat format, String[] paths) {
    return paths.length == 0
        ? 0
        : format.reader(spark).option("recursiveFileLookup", true).load(paths).count();
  }

  /** What is in a folder that may be hidden itself: Spark warns of such, and of patterns. */
  private String[] visible(Path folder) {
    try {
      FileSystem fs = FileSystems.of(spark.sessionState().newHadoopConf(), folder);
      return Arrays.stream(
              fs.listStatus(folder, path -> !"_.".contains(path.getName().substring(0, 1))))
          .map(FileStatus::getPath)
          .map(FileSystems::literal)
          .toArray(String[]::new);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list " + folder, e);
    }
  }

  /**
   * Checks that the target takes these scores, before anything is scored.
   *
   * @param columns of the scores
   * @throws UserErrorException if it does not
   */
  void check(List<String> columns) {
    ScoreTarget target = settings.target();
    for (String column : target.partitionBy()) {
      if (!columns.contains(column)) {
        throw new UserErrorException(
            "scoring.target.partition-by names a column \"%s\", but the scores have %s: name one of these"
                .formatted(column, String.join(", ", columns)));
      }
    }
    if (!target.table().isBlank()) {
      checkTable(target.table(), columns);
    } else if (target.write() != Write.WHOLE) {
      checkFolder(columns);
    }
    if (target.write() == Write.PARTITIONS && !isPartitioned(target)) {
      throw new UserErrorException(
          "scoring.target.write is partitions, but there are none: name columns with scoring.target.partition-by, or all scores that are there would go");
    }
  }

  /** Part files of other columns beside those that are there would be misread, or CSV as theirs. */
  private void checkFolder(List<String> columns) {
    Optional<List<String>> there = columnsThere();
    if (there.isEmpty()) {
      return;
    }
    List<String> written = new ArrayList<>(columns);
    written.removeAll(settings.target().partitionBy());
    written.addAll(settings.target().partitionBy());
    boolean alike =
        settings.format() == OutputFormat.CSV
            ? there.get().equals(written)
            : Set.copyOf(there.get()).equals(Set.copyOf(written));
    if (!alike) {
      throw new UserErrorException(
          "%s has scores with the columns %s, but these have %s: name another folder, or make the columns the same (scoring.columns; file and row are there where files are scored as their endings say)"
              .formatted(folder, String.join(", ", there.get()), String.join(", ", written)));
    }
  }

  /** Columns of the scores in the folder, if there are any that can be read. */
  private Optional<List<String>> columnsThere() {
    try {
      return Optional.of(List.of(settings.format().reader(spark).load(folder).columns()))
          .filter(columns -> !columns.isEmpty());
    } catch (Exception e) { // Scala does not declare Spark's AnalysisException.
      return Optional.empty();
    }
  }

  private void checkTable(String table, List<String> columns) {
    if (qualified(table).equalsIgnoreCase(qualified(settings.source().table()))) {
      throw new UserErrorException(
          "scoring.target.table names the table that is scored, %s: name another one"
              .formatted(table));
    }
    if (!spark.catalog().tableExists(table)) {
      return;
    }
    if (settings.target().write() == Write.WHOLE) {
      if (settings.mode() != OutputMode.OVERWRITE) {
        throw new UserErrorException(
            "Table %s exists already: replace it with --overwrite, add to it with scoring.target.write=append, or name another one"
                .formatted(table));
      }
      return;
    }
    List<String> there = List.of(spark.table(table).columns());
    if (there.size() != columns.size() || !there.containsAll(columns)) {
      throw new UserErrorException(
          "Table %s has the columns %s, the scores %s: rename with scoring.columns, or name another table"
              .formatted(table, String.join(", ", there), String.join(", ", columns)));
    }
  }

  /** A table's name with its catalogue and database. */
  private String qualified(String table) {
    return switch (table.split("\\.", -1).length) {
      case 1 -> String.join(".", catalogue(), spark.catalog().currentDatabase(), table);
      case 2 -> String.join(".", catalogue(), table);
      default -> table;
    };
  }

  private String catalogue() {
    return spark.catalog().currentCatalog();
  }

  private boolean isPartitioned(ScoreTarget target) {
    if (target.table().isBlank() || !spark.catalog().tableExists(target.table())) {
      return !target.partitionBy().isEmpty();
    }
    try {
      return spark.catalog().listColumns(target.table()).collectAsList().stream()
          .anyMatch(org.apache.spark.sql.catalog.Column::isPartition);
    } catch (AnalysisException e) {
      throw new UserErrorException(
          "Table %s cannot be written to: %s. Look at scoring.target.table"
              .formatted(target.table(), e.getMessage()),
          e);
    }
  }

  void scores(Dataset<Row> scores) {
    String table = settings.target().table();
    written(table.isBlank() ? folder : "table " + table, () -> write(scores));
  }

  private void write(Dataset<Row> scores) {
    ScoreTarget target = settings.target();
    if (target.table().isBlank()) {
      // The staging folder of a whole output exists already.
      writer(scores)
          .options(StagedWrites.options(spark, new Path(folder)))
          .options(naming)
          .mode(target.write() == Write.PARTITIONS ? SaveMode.Overwrite : SaveMode.Append)
          .save(folder);
    } else if (target.write() == Write.WHOLE || !spark.catalog().tableExists(target.table())) {
      writer(scores)
          .mode(
              settings.mode() == OutputMode.OVERWRITE ? SaveMode.Overwrite : SaveMode.ErrorIfExists)
          .saveAsTable(target.table());
    } else {
      // Of tables that are not Spark's own, Iceberg's and Delta's, the option would overwrite all
      // partitions.
      scores.sparkSession().conf().set("spark.sql.sources.partitionOverwriteMode", "dynamic");
      // By their names: insertInto goes by the order.
      String[] columns = spark.table(target.table()).columns();
      scores
          .select(
              Arrays.stream(columns)
                  .map(name -> scores.col("`" + name.replace("`", "``") + "`"))
                  .toArray(Column[]::new))
          .write()
          .mode(target.write() == Write.PARTITIONS ? SaveMode.Overwrite : SaveMode.Append)
          .insertInto(target.table());
    }
  }

  /** Says in one line what Spark does not write, such as a type that a format does not have. */
  private static void written(String where, Runnable write) {
    try {
      OutputNaming.write(where, write);
    } catch (Exception e) { // Scala does not declare Spark's AnalysisException.
      if (e instanceof AnalysisException) {
        throw new UserErrorException(
            "The scores cannot be written to %s: %s. Look at scoring.target, --format and the columns of the input"
                .formatted(where, String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
            e);
      }
      throw e;
    }
  }

  private DataFrameWriter<Row> writer(Dataset<Row> scores) {
    DataFrameWriter<Row> writer =
        settings.format().writer(scores).option("partitionOverwriteMode", "dynamic");
    // Of Parquet: where hardly two values are the same, to look for such took a tenth of the time.
    String dictionary = "parquet.enable.dictionary#";
    writer.option(dictionary + settings.names().row(), false);
    for (int rank = 1; rank <= settings.top(); rank++) {
      writer.option(dictionary + ScoreColumns.probability(settings.names(), rank), false);
    }
    List<String> partitionBy = settings.target().partitionBy();
    return partitionBy.isEmpty() ? writer : writer.partitionBy(partitionBy.toArray(String[]::new));
  }
}
