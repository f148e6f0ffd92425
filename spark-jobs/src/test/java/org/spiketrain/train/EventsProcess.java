package org.spiketrain.train;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.ClusterWork;
import org.spiketrain.ForkedJvm;
import org.spiketrain.model.zoo.NetworkSettings;

/** {@link TinyEvents}, on a cluster or in a process of its own. */
final class EventsProcess implements ClusterWork {
  static final long EXAMPLES = 160;

  static NetworkSettings network() {
    return TinyEvents.network(
        "leaky(8, recurrence = all-to-all) | dropout(0.1) | leaky(classes)", "mse-count(0.8, 0.2)");
  }

  /** Arguments: events, frames, and the output if it is to train too. */
  @Override
  public void run(SparkSession spark, String... arguments) {
    Path frames = Path.of(arguments[1]);
    TinyEvents.preprocess(spark, Path.of(arguments[0]), frames);
    if (arguments.length > 2) {
      TinyEvents.train(spark, frames, Path.of(arguments[2]), network(), EXAMPLES);
    }
  }

  /** The same on one thread. */
  public static void main(String[] args) {
    try (SparkSession spark = ForkedJvm.session("local[1]")) {
      new EventsProcess().run(spark, args);
    }
  }
}
