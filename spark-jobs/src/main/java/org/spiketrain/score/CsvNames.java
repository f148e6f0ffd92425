package org.spiketrain.score;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.score.CsvScan.CsvPiece;

/**
 * The names in CSV files: a first pass finds the columns and cuts the files into pieces, then each
 * task reads a piece.
 *
 * @param names all names, in order, each partition names of one file
 * @param headerOnly indices of the files that have a header and nothing below it
 */
record CsvNames(JavaRDD<RawText> names, Set<Integer> headerOnly) {

  /**
   * Reads files.
   *
   * @throws UserErrorException naming all files that cannot be read for certain
   */
  static CsvNames read(
      SparkSession spark, List<InputFile> files, CsvDialect dialect, LineColumn column) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    if (files.isEmpty()) {
      return new CsvNames(context.emptyRDD(), Set.of());
    }
    SerializableConfiguration conf =
        new SerializableConfiguration(spark.sessionState().newHadoopConf());
    long pieceBytes = PieceSize.of(spark, files);
    List<CsvScan> scans =
        context
            .parallelize(files, files.size())
            .map(file -> CsvScan.of(file, dialect, column, pieceBytes, conf.value()))
            .collect();
    refuse(files, scans);
    List<CsvPiece> pieces = new ArrayList<>();
    Set<Integer> headerOnly = new HashSet<>();
    for (int i = 0; i < scans.size(); i++) {
      pieces.addAll(scans.get(i).pieces());
      if (scans.get(i).headerOnly()) {
        headerOnly.add(files.get(i).index());
      }
    }
    return new CsvNames(read(context, pieces, conf), headerOnly);
  }

  private static void refuse(List<InputFile> files, List<CsvScan> scans) {
    List<String> problems =
        IntStream.range(0, scans.size())
            .filter(i -> !scans.get(i).problem().isEmpty())
            .mapToObj(
                i -> "CSV file %s: %s".formatted(files.get(i).location(), scans.get(i).problem()))
            .toList();
    if (!problems.isEmpty()) {
      throw new UserErrorException(String.join("\n", problems));
    }
  }

  private static JavaRDD<RawText> read(
      JavaSparkContext context, List<CsvPiece> pieces, SerializableConfiguration conf) {
    return pieces.isEmpty()
        ? context.emptyRDD()
        : context.parallelize(pieces, pieces.size()).flatMap(piece -> piece.names(conf.value()));
  }
}
