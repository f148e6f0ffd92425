package org.spiketrain.job.score;

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
   * What a partition holds.
   *
   * @param file index of its file, -1 if it holds nothing
   * @param rows number of its rows
   * @param unusable number of its rows that cannot be scored
   */
  private record Count(int file, long rows, long unusable) implements Serializable {}

  private final long[] rowsBefore;
  private final long rows;
  private final long unusable;
  private final Set<Integer> files;

  private RowNumbers(long[] rowsBefore, long rows, long unusable, Set<Integer> files) {
    this.rowsBefore = rowsBefore;
    this.rows = rows;
    this.unusable = unusable;
    this.files = files;
  }

  /** Runs the first pass. */
  static RowNumbers count(JavaRDD<RawName> names, Usability usability) {
    List<Count> counts =
        names
            .mapPartitions(partition -> List.of(countPartition(partition, usability)).iterator())
            .collect();
    long[] rowsBefore = new long[counts.size()];
    Map<Integer, Long> seen = new HashMap<>();
    for (int p = 0; p < rowsBefore.length; p++) {
      Count count = counts.get(p);
      rowsBefore[p] = seen.getOrDefault(count.file(), 0L);
      seen.merge(count.file(), count.rows(), Long::sum);
    }
    return new RowNumbers(
        rowsBefore,
        counts.stream().mapToLong(Count::rows).sum(),
        counts.stream().mapToLong(Count::unusable).sum(),
        Set.copyOf(seen.keySet()));
  }

  private static Count countPartition(Iterator<RawName> names, Usability usability) {
    int file = -1;
    long rows = 0;
    long unusable = 0;
    while (names.hasNext()) {
      RawName name = names.next();
      file = name.file();
      rows++;
      if (!usability.problem(name).isEmpty()) {
        unusable++;
      }
    }
    return new Count(file, rows, unusable);
  }

  /** The same names in the same partitions and order, numbered. */
  Iterator<NumberedName> number(int partition, Iterator<RawName> names) {
    return new Iterator<>() {
      private long row = rowsBefore[partition];

      @Override
      public boolean hasNext() {
        return names.hasNext();
      }

      @Override
      public NumberedName next() {
        RawName name = names.next();
        row++;
        return new NumberedName(name, name.line() > 0 ? name.line() : row);
      }
    };
  }

  /** Whether a file has any row. */
  boolean hasRows(InputFile file) {
    return files.contains(file.index());
  }

  /** Number of rows of all files. */
  long rows() {
    return rows;
  }

  /** Number of rows that cannot be scored. */
  long unusable() {
    return unusable;
  }
}
