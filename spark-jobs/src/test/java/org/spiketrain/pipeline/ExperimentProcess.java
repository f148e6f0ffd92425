package org.spiketrain.pipeline;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.ForkedJvm;

/** An experiment in a process of its own. */
final class ExperimentProcess {
  private ExperimentProcess() {}

  /** Arguments: master, configuration, and keys with their values, as {@code key=value}. */
  public static void main(String[] args) {
    Map<String, String> keys = new LinkedHashMap<>();
    for (String setting : List.of(args).subList(2, args.length)) {
      int equals = setting.indexOf('=');
      keys.put(setting.substring(0, equals), setting.substring(equals + 1));
    }
    try (SparkSession spark = ForkedJvm.session(args[0])) {
      org.spiketrain.spark.Spiketrain experiment =
          org.spiketrain.spark.Spiketrain.experiment(spark).configuration(args[1]);
      keys.forEach(experiment::set);
      experiment.open().run();
    }
  }
}
