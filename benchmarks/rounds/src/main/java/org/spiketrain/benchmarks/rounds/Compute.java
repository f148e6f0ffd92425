package org.spiketrain.benchmarks.rounds;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;

/** The minibatches alone: all workers at a time, each with a network of its own, never averaged. */
final class Compute implements Side {
  static final String NAME = "minibatches alone";

  private final String configuration;
  private final JavaRDD<DataSet> minibatches;
  private final int frequency;
  private final List<long[]> turns = new ArrayList<>();

  Compute(MultiLayerNetwork network, JavaRDD<DataSet> minibatches, Settings settings) {
    this.configuration = network.getLayerWiseConfigurations().toJson();
    this.minibatches = minibatches;
    this.frequency = settings.frequency();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int run() {
    String json = configuration;
    int each = frequency;
    List<long[]> workers =
        minibatches.mapPartitions(mine -> List.of(times(json, mine, each)).iterator()).collect();
    long[] slowest = workers.get(0);
    for (long[] worker : workers) {
      for (int k = 0; k < slowest.length; k++) {
        slowest[k] = Math.max(slowest[k], worker[k]);
      }
    }
    turns.add(slowest);
    return 0;
  }

  /** Nanoseconds of a round's minibatches in the slowest worker, round by round, turn by turn. */
  List<long[]> turns() {
    return List.copyOf(turns);
  }

  private static long[] times(String configuration, Iterator<DataSet> minibatches, int frequency) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(MultiLayerConfiguration.fromJson(configuration));
    network.init();
    List<Long> times = new ArrayList<>();
    while (minibatches.hasNext()) {
      long begin = System.nanoTime();
      for (int k = 0; k < frequency; k++) {
        network.fit(minibatches.next());
      }
      times.add(System.nanoTime() - begin);
    }
    return times.stream().mapToLong(Long::longValue).toArray();
  }
}
