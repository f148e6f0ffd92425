package org.spiketrain.data.events;

import org.apache.spark.Partitioner;

/**
 * Places of rows: their partition and their number in it, in one number. As a partitioner it brings
 * what goes with a row to the partition that the row is in.
 */
final class Places extends Partitioner {
  private static final long serialVersionUID = 1L;

  /** More rows than a partition can have. */
  private static final int BITS_OF_A_PARTITION = 33;

  private final int partitions;

  Places(int partitions) {
    this.partitions = partitions;
  }

  /** The place of a partition's first row; those of the others follow. */
  static long first(int partition) {
    return (long) partition << BITS_OF_A_PARTITION;
  }

  @Override
  public int numPartitions() {
    return partitions;
  }

  @Override
  public int getPartition(Object place) {
    return (int) ((Long) place >>> BITS_OF_A_PARTITION);
  }
}
