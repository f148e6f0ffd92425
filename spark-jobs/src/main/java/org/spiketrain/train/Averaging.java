package org.spiketrain.train;

import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.api.WorkerConfiguration;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingWorker;
import org.spiketrain.model.array.NativeFloats;
import org.spiketrain.model.updater.PlainUpdater;
import org.spiketrain.train.RoundTask.RoundStart;

/**
 * Averages the contributions of all workers, always added up in the same order, as a tree of two
 * levels if there are many: rounding is then the same in every run. (Spark's treeAggregate adds in
 * order of arrival.)
 */
final class Averaging {
  /** Up to so many workers, their contributions are summed on the driver. */
  private static final int FLAT_LIMIT = 8;

  private Averaging() {}

  /** The average of one round, in one Spark job. */
  static Contribution of(JavaRDD<Contribution> contributions) {
    return of(contributions, FLAT_LIMIT);
  }

  static Contribution of(JavaRDD<Contribution> contributions, int flatLimit) {
    if (contributions.getNumPartitions() <= flatLimit) {
      return inOrder(contributions.collect()).average();
    }
    List<WeightedSum> sums = sumsOfGroups(contributions);
    WeightedSum total = sums.get(0);
    sums.subList(1, sums.size()).forEach(total::add);
    return total.average();
  }

  private static List<WeightedSum> sumsOfGroups(JavaRDD<Contribution> contributions) {
    int groups = (int) Math.ceil(Math.sqrt(contributions.getNumPartitions()));
    return contributions
        .mapPartitionsWithIndex(
            (worker, one) ->
                List.of(new Tuple2<>(worker % groups, new Tuple2<>(worker, one.next()))).iterator(),
            true)
        .mapToPair(member -> member)
        .groupByKey(groups)
        .mapToPair(group -> new Tuple2<>(group._1(), sumOfGroup(group._2())))
        .collect()
        .stream()
        // Here and not by Spark, whose sortByKey runs the tasks once more to look at the keys.
        .sorted(Comparator.comparing(Tuple2::_1))
        .map(Tuple2::_2)
        .toList();
  }

  private static WeightedSum sumOfGroup(Iterable<Tuple2<Integer, Contribution>> group) {
    TreeMap<Integer, Contribution> byWorker = new TreeMap<>();
    group.forEach(member -> byWorker.put(member._1(), member._2()));
    return inOrder(List.copyOf(byWorker.values()));
  }

  private static WeightedSum inOrder(List<Contribution> contributions) {
    WeightedSum sum = new WeightedSum(contributions.get(0));
    contributions.forEach(sum::add);
    return sum;
  }

  /**
   * dl4j-spark's parameter averaging worker, fed from a broadcast of plain arrays: serialising ND4J's
   * arrays element by element would take longer than a short round. The iteration count goes along,
   * so that Adam's bias correction and the schedules go on where the round before ended.
   */
  static final class AveragingWorker extends ParameterAveragingTrainingWorker {
    private static final long serialVersionUID = 1L;

    private final Broadcast<RoundStart> start;

    AveragingWorker(Broadcast<RoundStart> start, int batchSize) {
      super(
          null,
          true,
          new WorkerConfiguration(false, batchSize, batchSize, Integer.MAX_VALUE, 0, false),
          List.of(),
          List.of(),
          null);
      this.start = start;
    }

    @Override
    public MultiLayerNetwork getInitialModel() {
      RoundStart from = start.value();
      MultiLayerConfiguration configuration = MultiLayerConfiguration.fromJson(from.configuration());
      configuration.setIterationCount((int) from.firstMinibatch());
      MultiLayerNetwork network = new MultiLayerNetwork(configuration);
      network.init(NativeFloats.rowVector(from.parameters()), false);
      network.setUpdater(
          from.updaterState().length > 0
              ? new PlainUpdater(network, NativeFloats.vector(from.updaterState()))
              : new PlainUpdater(network));
      return network;
    }
  }
}
