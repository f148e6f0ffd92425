package org.spiketrain.job.score;

import java.util.Collection;
import org.apache.spark.sql.SparkSession;

/** How large the pieces are that large files are cut into. */
final class PieceSize {
  /** Pieces a processor, so that none waits long for the last one. */
  private static final int PIECES_A_PROCESSOR = 3;

  private static final long SMALLEST_BYTES = 256 * 1024;

  private PieceSize() {}

  /** About how many bytes a piece of these files is to have. */
  static long of(SparkSession spark, Collection<InputFile> files) {
    long bytes = files.stream().mapToLong(InputFile::bytes).sum();
    long pieces = (long) PIECES_A_PROCESSOR * spark.sparkContext().defaultParallelism();
    return Math.max(SMALLEST_BYTES, bytes / pieces);
  }
}
