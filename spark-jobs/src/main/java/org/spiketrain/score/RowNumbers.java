package org.spiketrain.score;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;

/**
 * Numbers the rows of each file, except where their reader knows their lines. A first pass counts
 * the rows of every partition, so that in later passes each partition knows the number that its
 * first row has; files may go over many partitions, in order, and a partition holds rows of one
 * file.
 */
final class RowNumbers implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * Counts of a partition.
   *
   * @param file index of its file, -1 if it holds nothing
   * @param rows number of its rows
   */
  private record Count(int file, long rows) implements Serializable {}

  private final long[] rowsBefore;
  private final long rows;
  private final Set<Integer> files;

  private RowNumbers(long[] rowsBefore, long rows, Set<Integer> files) {
    this.rowsBefore = rowsBefore;
    this.rows = rows;
    this.files = files;
  }

  /** Runs the first pass. */
  static RowNumbers count(JavaRDD<RawText> names) {
    List<Count> counts =
        names.mapPartitions(partition -> List.of(countPartition(partition)).iterator()).collect();
    long[] rowsBefore = new long[counts.size()];
    Map<Integer, Long> seen = new HashMap<>();
    for (int p = 0; p < rowsBefore.length; p++) {
      Count count = counts.get(p);
      rowsBefore[p] = seen.getOrDefault(count.file(), 0L);
      seen.merge(count.file(), count.rows(), Long::sum);
    }
    return new RowNumbers(
        rowsBefore, counts.stream().mapToLong(Count::rows).sum(), Set.copyOf(seen.keySet()));
  }

  private static Count countPartition(Iterator<RawText> names) {
    int file = -1;
    long rows = 0;
    while (names.hasNext()) {
      file = names.next().file();
      rows++;
    }
    return new Count(file, rows);
  }

  /** The same names in the same partitions and order, numbered. */
  Iterator<NumberedText> number(int partition, Iterator<RawText> names) {
    return new Iterator<>() {
      private long row = rowsBefore[partition];

      @Override
      public boolean hasNext() {
        return names.hasNext();
      }

      @Override
      public NumberedText next() {
        RawText name = names.next();
        row++;
        return new NumberedText(name, name.line() > 0 ? name.line() : row);
      }
    };
  }

  /** Returns whether a file has any row. */
  boolean hasRows(InputFile file) {
    return files.contains(file.index());
  }

  /** Number of rows of all files. */
  long rows() {
    return rows;
  }

  /**
   * A name and its position.
   *
   * @param row the line of the file on which it stands, from 1; in a Parquet file, which has no
   *     lines, the number of its row
   */
  record NumberedText(RawText name, long row) {}
}
