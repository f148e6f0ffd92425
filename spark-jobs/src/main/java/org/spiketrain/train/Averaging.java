package org.spiketrain.train;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.compress.DeltaCompressor;
import org.spiketrain.train.WorkerRound.Told;
import scala.Tuple2;

/**
 * Averages the contributions of all workers: the vectors are cut into slices, and each slice of all
 * workers is added up by one task, or all of them on the driver where they are small. However many
 * slices there are and whoever adds them, each number is added up in the order of the workers, in
 * double precision, and divided once: the bytes are the same. (Spark's treeAggregate adds in order
 * of arrival.)
 *
 * @param floats length of a worker's vector
 * @param slices number of slices, each of which becomes a task; 0 sums on the driver
 */
record Averaging(int floats, int slices) implements Serializable {
  /** Up to so many bytes of all workers a second stage of tasks takes longer than it saves. */
  static final long COLLECTED = 128L << 20;

  /** Bytes of all workers that one task adds up. */
  static final long ADDED = 32L << 20;

  /** What Spark adds to the result of a task, counted generously. */
  private static final long RESULT = 16L << 10;

  /** Floats whose sums stay in a processor's nearest cache. */
  private static final int BLOCK = 2048;

  /** Coarse ways that the driver holds as what they mean. */
  private static final int AT_A_TIME = 4;

  private static final String LIMIT = "spark.driver.maxResultSize";

  /**
   * How workers' vectors are averaged.
   *
   * @throws UserErrorException if the driver may not take what comes of a round
   */
  static Averaging of(int workers, int floats, SparkConf conf) {
    long vector = (long) floats * Float.BYTES;
    if (isCollected(workers, vector, conf)) {
      return new Averaging(floats, 0);
    }
    long limit = limit(conf);
    long all = workers * (vector + RESULT);
    int slices = (int) Math.max(1, (all + ADDED - 1) / ADDED);
    long results = vector + slices * RESULT;
    if (limit > 0 && results > limit) {
      throw new UserErrorException(
          "The network and its updater's state are %,d MB, which the driver takes after each round, but %s is %s: set it to %dm or more, or make the network smaller"
              .formatted(
                  megabytes(vector),
                  LIMIT,
                  conf.get(LIMIT, "1g"),
                  megabytes(results + results / 8)));
    }
    return new Averaging(floats, slices);
  }

  /** Whether the driver takes and adds up what so many workers bring, of so many bytes each. */
  static boolean isCollected(int workers, long bytes, SparkConf conf) {
    long limit = limit(conf);
    long all = workers * (bytes + RESULT);
    return all <= COLLECTED && (limit <= 0 || all <= limit);
  }

  /** Bytes that the driver may take of a job, 0 for any number. */
  private static long limit(SparkConf conf) {
    return conf.getSizeAsBytes(LIMIT, "1g");
  }

  private static long megabytes(long bytes) {
    return (bytes + (1L << 20) - 1) >> 20;
  }

  /** The average of one round, in one Spark job: one contribution a partition. */
  Contribution average(JavaRDD<Contribution> contributions) {
    if (slices == 0) {
      return averageOf(contributions.collect());
    }
    JavaRDD<Contribution> averages =
        contributions
            .mapPartitionsWithIndex((worker, one) -> cut(worker, one.next()), true)
            .mapToPair(slice -> slice)
            .partitionBy(new HashPartitioner(slices))
            .mapPartitions(Averaging::averageOfSlice, true);
    try {
      return joined(averages.collect());
    } finally {
      // Else the files of each round lie on the disks until the driver's garbage is collected.
      averages.rdd().cleanShuffleDependencies(false);
    }
  }

  /** The slices of a worker's contribution, each with the worker, by their numbers. */
  private Iterator<Tuple2<Integer, Tuple2<Integer, Contribution>>> cut(
      int worker, Contribution whole) {
    return IntStream.range(0, slices)
        .mapToObj(s -> new Tuple2<>(s, new Tuple2<>(worker, whole.part(begin(s), begin(s + 1)))))
        .iterator();
  }

  private int begin(int slice) {
    return (int) ((long) floats * slice / slices);
  }

  private static Iterator<Contribution> averageOfSlice(
      Iterator<Tuple2<Integer, Tuple2<Integer, Contribution>>> arriving) {
    List<Tuple2<Integer, Contribution>> byWorker = new ArrayList<>();
    arriving.forEachRemaining(slice -> byWorker.add(slice._2()));
    byWorker.sort(Comparator.comparing(Tuple2::_1));
    return List.of(averageOf(byWorker.stream().map(Tuple2::_2).toList())).iterator();
  }

  private Contribution joined(List<Contribution> averages) {
    float[] vector = new float[floats];
    for (int s = 0; s < slices; s++) {
      float[] slice = averages.get(s).values();
      System.arraycopy(slice, 0, vector, begin(s), slice.length);
    }
    Contribution any = averages.get(0);
    double seconds = averages.stream().mapToDouble(Contribution::seconds).max().orElseThrow();
    return new Contribution(
        new FloatVector(vector), any.examples(), any.loss(), any.correct(), seconds);
  }

  /**
   * Contribution of one worker, or of all of them on average, to a round: parameters and after them
   * the updater's state, or a slice of that; of the examples trained on, their number, summed loss
   * and right predictions; and the seconds that it took to train, of all workers those of the
   * slowest. Nothing but metrics depends on them.
   */
  record Contribution(FloatVector vector, long examples, double loss, long correct, double seconds)
      implements Serializable {
    float[] values() {
      return vector.values();
    }

    /**
     * Adds {@code n} values from {@code from} on, times the examples, to sums from {@code begin}
     * on.
     */
    private void add(int from, int n, double[] sums, int begin) {
      double weight = examples;
      float[] values = values();
      for (int j = 0; j < n; j++) {
        sums[begin + j] += weight * values[from + j];
      }
    }

    /** The same with another vector. */
    private Contribution of(float[] values) {
      return new Contribution(new FloatVector(values), examples, loss, correct, seconds);
    }

    private Contribution part(int from, int to) {
      FloatVector slice = new FloatVector(Arrays.copyOfRange(values(), from, to));
      return new Contribution(slice, examples, loss, correct, seconds);
    }
  }

  /**
   * The weighted means of contributions of one length, at least one, each weighted by its examples;
   * examples, loss and correct predictions are those of all together, seconds the slowest's. Sums
   * are divided once, at the end, and of double precision: the average of a single worker is that
   * worker's result, bit for bit.
   */
  static Contribution averageOf(List<Contribution> inOrder) {
    Contribution total = total(inOrder);
    float[] means = new float[inOrder.get(0).values().length];
    double[] sums = new double[BLOCK];
    for (int from = 0; from < means.length; from += BLOCK) {
      int n = Math.min(BLOCK, means.length - from);
      Arrays.fill(sums, 0);
      for (Contribution one : inOrder) {
        one.add(from, n, sums, 0);
      }
      for (int j = 0; j < n; j++) {
        means[from + j] = (float) (sums[j] / total.examples);
      }
    }
    return total.of(means);
  }

  /** What contributions are together, but for their vectors. */
  private static Contribution total(List<Contribution> inOrder) {
    long examples = 0;
    double loss = 0;
    long correct = 0;
    double seconds = 0;
    for (Contribution one : inOrder) {
      examples += one.examples;
      loss += one.loss;
      correct += one.correct;
      seconds = Math.max(seconds, one.seconds);
    }
    return new Contribution(new FloatVector(new float[0]), examples, loss, correct, seconds);
  }

  /**
   * The weighted mean of coarse ways, by several threads, of which each number is added up by one:
   * the bytes are those of one thread. Only a few ways at a time are as long as they mean.
   */
  static Contribution averageOf(List<Told> inOrder, int floats, DeltaCompressor compressor) {
    Contribution total = total(inOrder.stream().map(Told::contribution).toList());
    double[] sums = new double[floats];
    for (int from = 0; from < inOrder.size(); from += AT_A_TIME) {
      int to = Math.min(from + AT_A_TIME, inOrder.size());
      List<Contribution> ways =
          inOrder.subList(from, to).parallelStream().map(told -> told.way(compressor)).toList();
      forEachBlock(
          floats, (begin, end) -> ways.forEach(way -> way.add(begin, end - begin, sums, begin)));
    }
    float[] means = new float[floats];
    for (int j = 0; j < floats; j++) {
      means[j] = (float) (sums[j] / total.examples);
    }
    return total.of(means);
  }

  private static void forEachBlock(int floats, BlockWork work) {
    IntStream.range(0, (floats + BLOCK - 1) / BLOCK)
        .parallel()
        .forEach(block -> work.run(block * BLOCK, Math.min((block + 1) * BLOCK, floats)));
  }

  /** Works on the numbers of a block. */
  private interface BlockWork {
    void run(int begin, int end);
  }
}
