package org.spiketrain.train;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.spiketrain.data.io.ClusterProcessors;
import scala.Tuple2;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag$;

/**
 * Partitions whose tasks Spark would rather run in some places: it waits {@code
 * spark.locality.wait} for one of them, and takes any other then.
 */
final class PreferredPlaces {
  private PreferredPlaces() {}

  /** One partition, of one element, for any executor but some; for all where no other is there. */
  static JavaRDD<Integer> notOn(JavaSparkContext context, Set<String> executors) {
    return notOn(context, executors, context.parallelize(List.of(0), 1));
  }

  /**
   * The same partitions for any executor but some, and where no other is there, or none is to be
   * avoided, as they are.
   *
   * @param anywhere whose partitions have no places of their own
   */
  static <T> JavaRDD<T> notOn(
      JavaSparkContext context, Set<String> executors, JavaRDD<T> anywhere) {
    List<String> places = executors.isEmpty() ? List.of() : others(executors);
    return places.isEmpty()
        ? anywhere
        : anywhere.zipPartitions(
            on(context.sc(), places, anywhere.getNumPartitions()), (some, unused) -> some);
  }

  /** The executors that are there without some, as Spark writes places. */
  private static List<String> others(Set<String> executors) {
    return ClusterProcessors.ids().stream()
        .filter(one -> !executors.contains(one.executorId()))
        .map(one -> "executor_%s_%s".formatted(one.host(), one.executorId()))
        .sorted()
        .toList();
  }

  /** Java's own methods know no places, and that of Scala takes another Seq in each version. */
  @SuppressWarnings("unchecked")
  private static JavaRDD<Integer> on(SparkContext context, List<String> places, int partitions) {
    Method makeRdd =
        Arrays.stream(SparkContext.class.getMethods())
            .filter(one -> one.getName().equals("makeRDD") && one.getParameterCount() == 2)
            .findFirst()
            .orElseThrow();
    try {
      RDD<Integer> made =
          (RDD<Integer>)
              makeRdd.invoke(
                  context,
                  seq(Collections.nCopies(partitions, new Tuple2<>(0, seq(places)))),
                  ClassTag$.MODULE$.AnyRef());
      return made.toJavaRDD();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A list, which is a Seq in all versions. */
  private static <T> scala.collection.immutable.List<T> seq(List<T> elements) {
    return JavaConverters.asScalaBuffer(elements).toList();
  }
}
