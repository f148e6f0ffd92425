package org.spiketrain.train;

import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

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
}
