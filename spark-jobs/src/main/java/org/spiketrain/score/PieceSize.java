package org.spiketrain.score;

import java.util.Collection;
import org.apache.spark.sql.SparkSession;

/** How large the pieces are that large files are cut into. */
final class PieceSize {
  /** Pieces a processor, so that none waits long for the last one. */
  private static final int PIECES_A_PROCESSOR = 3;

  private static final long SMALLEST_BYTES = 256 * 1024;

  private PieceSize() {}

  /** A task and an output file for fewer would cost more than the scoring. */
  private static final int FEWEST_RECORDINGS = 16;

  /** How many recordings of so many a piece is to have at most. */
  static int ofRecordings(SparkSession spark, long recordings) {
    return (int) Math.max(FEWEST_RECORDINGS, recordings / pieces(spark) + 1);
  }

  /** About how many bytes a piece of these files is to have. */
  static long of(SparkSession spark, Collection<InputFile> files) {
    long bytes = files.stream().mapToLong(InputFile::bytes).sum();
    return Math.max(SMALLEST_BYTES, bytes / pieces(spark));
  }

  private static long pieces(SparkSession spark) {
    return (long) PIECES_A_PROCESSOR * spark.sparkContext().defaultParallelism();
  }
}
