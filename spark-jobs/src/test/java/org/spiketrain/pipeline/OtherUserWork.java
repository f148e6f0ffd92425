package org.spiketrain.pipeline;

import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.ClusterWork;
import org.spiketrain.data.io.SharedStorage;
import org.spiketrain.model.UserErrorException;

/** Has {@link SharedStorage} prove paths on an {@link OtherUsersDisk}. */
final class OtherUserWork implements ClusterWork {
  /** Arguments: the paths. Prints a line for each. */
  @Override
  public void run(SparkSession spark, String... paths) {
    SparkSession session = OtherUsersDisk.session(spark);
    for (String path : paths) {
      try {
        SharedStorage.check(session, new Path(path));
        System.out.println("shared");
      } catch (UserErrorException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
