package org.spiketrain.train;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.ForkedJvm;
import org.spiketrain.model.zoo.NetworkSettings;

/** {@link TinyEvents} in a process of its own. */
final class EventsProcess {
  static final long EXAMPLES = 160;

  private EventsProcess() {}

  static NetworkSettings network() {
    return TinyEvents.network(
        "leaky(8, recurrence = all-to-all) | dropout(0.1) | leaky(classes)", "mse-count(0.8, 0.2)");
  }

  /** Arguments: master, events, frames, and the output if it is to train too. */
  public static void main(String[] args) {
    try (SparkSession spark = ForkedJvm.session(args[0])) {
      Path frames = Path.of(args[2]);
      TinyEvents.preprocess(spark, Path.of(args[1]), frames);
      if (args.length > 3) {
        TinyEvents.train(spark, frames, Path.of(args[3]), network(), EXAMPLES);
      }
    }
  }
}
