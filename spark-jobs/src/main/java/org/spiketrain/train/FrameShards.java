package org.spiketrain.train;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.Manifest;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.frames.FrameShard;
import scala.Tuple2;

/** Reads a split of frames into shards: one a partition, cached, never shuffled again. */
final class FrameShards {
  private FrameShards() {}

  /**
   * The split's shards. The members of each class are assigned in turn, so that every shard has its
   * part of every class, and which shard an example is in depends on the data alone.
   *
   * @param manifest of the frames
   * @param shards number of shards, at least 1
   * @throws UserErrorException if the split has fewer examples than shards
   */
  static JavaRDD<FrameShard> read(
      SparkSession spark, String frames, Manifest manifest, String split, int shards) {
    Dataset<Row> rows = FrameParquet.read(spark, frames, manifest, split);
    long examples = rows.count();
    if (examples < shards) {
      throw new UserErrorException(
          "The %s split of %s has %d examples, too few for %d workers: lower training.workers"
              .formatted(split, frames, examples, shards));
    }
    int channels = manifest.channels();
    JavaRDD<FrameShard> packed =
        FrameParquet.examples(rows.orderBy(col("label"), col("id")))
            .zipWithIndex()
            .mapToPair(indexed -> new Tuple2<>((int) (indexed._2() % shards), indexed._1()))
            .partitionBy(new HashPartitioner(shards))
            .values()
            .mapPartitions(partition -> pack(channels, partition), true);
    packed.persist(StorageLevel.MEMORY_AND_DISK());
    return packed;
  }

  private static Iterator<FrameShard> pack(int channels, Iterator<Example> partition) {
    List<Example> examples = new ArrayList<>();
    partition.forEachRemaining(examples::add);
    examples.sort(Comparator.comparingLong(Example::id));
    return List.of(FrameShard.of(channels, examples.iterator())).iterator();
  }
}
