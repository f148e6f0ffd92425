package org.spiketrain.score;

import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.data.LineColumn;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.score.InputFile.InputFormat;

/**
 * All names, or sentences, of the input.
 *
 * @param path what was named: a file or a folder
 * @param files its files
 * @param names their rows, each partition rows of one file, in order
 * @param headerOnly indices of the files that have a header and nothing below it
 */
record ScoreInput(
    String path, List<InputFile> files, JavaRDD<RawText> names, Set<Integer> headerOnly) {

  /**
   * Sets up the reading.
   *
   * @throws UserErrorException if a file cannot be read, or does not show what its names are
   */
  static ScoreInput open(
      SparkSession spark,
      String path,
      List<InputFile> files,
      CsvDialect dialect,
      LineColumn column) {
    CsvNames csv = CsvNames.read(spark, of(files, InputFormat.CSV), dialect, column);
    JavaRDD<RawText> names = TextNames.read(spark, of(files, InputFormat.TEXT)).union(csv.names());
    for (InputFile file : of(files, InputFormat.PARQUET)) {
      names = names.union(ParquetNames.read(spark, file, column));
    }
    return new ScoreInput(path, files, names, csv.headerOnly());
  }

  private static List<InputFile> of(List<InputFile> files, InputFormat format) {
    return files.stream().filter(file -> file.format() == format).toList();
  }

  /** Returns what the output calls the files. */
  List<String> fileNames() {
    return files.stream().map(InputFile::name).toList();
  }

  /** The files in which there is no row, each with what it has instead. */
  List<String> withoutNames(RowNumbers numbers) {
    return files.stream()
        .filter(file -> !numbers.hasRows(file))
        .map(file -> file.name() + " (" + (onlyHeader(file) ? "only a header" : "empty") + ")")
        .toList();
  }

  private boolean onlyHeader(InputFile file) {
    return headerOnly.contains(file.index());
  }

  /**
   * Refuses an input without rows.
   *
   * @throws UserErrorException saying what it has instead
   */
  void checkNotEmpty(RowNumbers numbers, ScoringModel model) {
    String one = model.terms().example();
    if (numbers.rows() == 0) {
      throw new UserErrorException(
          files.stream().allMatch(this::onlyHeader)
              ? "%s has only a header: put at least one %s below it".formatted(path, one)
              : "%s is empty: put at least one %s there".formatted(path, one));
    }
  }

  /**
   * Refuses an input of which nothing could be scored.
   *
   * @throws UserErrorException saying why
   */
  void checkUsable(RowNumbers numbers, long unusable, ScoringModel model) {
    if (unusable == numbers.rows()) {
      throw new UserErrorException(
          "None of the %d rows of %s can be scored: they are blank, not UTF-8 or %s. Is this a list of %s, and its column called \"%s\"?"
              .formatted(
                  numbers.rows(),
                  path,
                  model.lines().lack(),
                  model.lines().column().content(),
                  model.lines().column().name()));
    }
  }
}
