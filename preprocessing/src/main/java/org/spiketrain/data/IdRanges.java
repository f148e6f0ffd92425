package org.spiketrain.data;

import org.apache.spark.Partitioner;

/**
 * Cuts the ids 0 to {@code count - 1} into ranges of nearly the same length. Spark's own range
 * partitioning samples the rows, so that its cuts differ from run to run.
 */
final class IdRanges extends Partitioner {
  private static final long serialVersionUID = 1L;

  private final long count;
  private final int ranges;

  private IdRanges(long count, int ranges) {
    this.count = count;
    this.ranges = ranges;
  }

  static IdRanges of(long count, int rowsPerRange) {
    return new IdRanges(
        count, Math.toIntExact(Math.max(1, (count + rowsPerRange - 1) / rowsPerRange)));
  }

  @Override
  public int numPartitions() {
    return ranges;
  }

  @Override
  public int getPartition(Object id) {
    return (int) ((Long) id * ranges / count);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IdRanges that && count == that.count && ranges == that.ranges;
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(count) + ranges;
  }
}
