package org.spiketrain.benchmarks.rounds;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.spark.Spiketrain;

/**
 * Rounds of a training by Spiketrain and by dl4j-spark's own {@code
 * ParameterAveragingTrainingMaster}, of the same network on the same examples, in turn in one Spark
 * application.
 */
public final class AgainstDl4j {
  private AgainstDl4j() {}

  /**
   * Runs the comparison and prints what came of it.
   *
   * @param args {@code key=value}, see {@link Settings}
   */
  public static void main(String[] args) throws IOException {
    Settings settings = Settings.parse(args);
    SparkConf conf = Spiketrain.prepare(new SparkConf().setAppName("rounds against dl4j-spark"));
    Path folder = Files.createTempDirectory("spiketrain-rounds-");
    RoundListener listener = new RoundListener();
    Map<String, List<Integer>> results = new LinkedHashMap<>();
    String where;
    Compute compute;
    try (SparkSession spark = SparkSession.builder().config(conf).getOrCreate()) {
      where = spark.sparkContext().master();
      spark.sparkContext().addSparkListener(listener);
      Experiments experiments = Experiments.prepare(spark, settings, folder);
      compute = experiments.compute();
      List<Side> sides = List.of(compute, experiments.ours(), experiments.dl4j());
      // Before that, everything is compiled and every class loaded.
      for (int turn = 0; turn <= settings.turns(); turn++) {
        for (Side side : sides) {
          JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
          context.setJobGroup(RoundListener.group(side.name(), turn), "", false);
          int result = side.run();
          results.computeIfAbsent(side.name(), name -> new ArrayList<>()).add(result);
        }
      }
    } finally {
      delete(folder);
    }
    // The listener has heard of everything when the session has ended.
    System.out.println(
        new Comparison(settings, where, listener.rounds(), compute.turns(), results).table());
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }
}
