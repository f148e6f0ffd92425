package org.spiketrain.pipeline;

import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.ClusterWork;
import org.spiketrain.spark.Spiketrain;

/** An experiment. */
final class ExperimentWork implements ClusterWork {
  /** Arguments: configuration, and keys with their values, as {@code key=value}. */
  @Override
  public void run(SparkSession spark, String... arguments) {
    Spiketrain experiment = Spiketrain.experiment(spark).configuration(arguments[0]);
    for (String setting : List.of(arguments).subList(1, arguments.length)) {
      int equals = setting.indexOf('=');
      experiment.set(setting.substring(0, equals), setting.substring(equals + 1));
    }
    experiment.open().run();
  }
}
