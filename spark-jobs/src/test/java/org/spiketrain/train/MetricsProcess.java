package org.spiketrain.train;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.results.HistoryRow;
import org.spiketrain.train.TrainingJob.Start;

/**
 * Two trainings at a time of one name, and what the UI of their driver tells Prometheus of them:
 * while both go on, when only the second does, and behind both.
 */
final class MetricsProcess {
  static final String BOTH = "both.txt";
  static final String SECOND = "second.txt";
  static final String NEITHER = "neither.txt";

  private final SparkSession spark;
  private final Path folder;
  private final String frames;
  private final CyclicBarrier bothGoOn = new CyclicBarrier(2, () -> scrape(BOTH));
  private final CountDownLatch firstGoesOn = new CountDownLatch(1);
  private final CountDownLatch firstIsOver = new CountDownLatch(1);

  private MetricsProcess(SparkSession spark, Path folder) {
    this.spark = spark;
    this.folder = folder;
    this.frames = TinyTraining.frames(spark, folder);
  }

  /** Arguments: a folder for all of it, and a file of Spark's settings. */
  public static void main(String[] args) throws Exception {
    SparkConf conf =
        new SparkConf()
            .setMaster("local[2]")
            .setAppName("metrics")
            .set("spark.ui.port", "0")
            .set("spark.driver.bindAddress", "127.0.0.1")
            .set("spark.driver.host", "127.0.0.1")
            .set("spark.sql.shuffle.partitions", "2");
    Properties settings = new Properties();
    try (Reader in = Files.newBufferedReader(Path.of(args[1]))) {
      settings.load(in);
    }
    settings.forEach((key, value) -> conf.set(key.toString(), value.toString()));
    try (SparkSession spark = SparkSession.builder().config(conf).getOrCreate()) {
      new MetricsProcess(spark, Path.of(args[0])).run();
    }
  }

  private void run() throws Exception {
    CompletableFuture<Void> first = train("first", this::first);
    firstGoesOn.await();
    CompletableFuture<Void> second = train("second", this::second);
    first.get();
    firstIsOver.countDown();
    second.get();
    scrape(NEITHER);
  }

  private void first(int evaluations) throws InterruptedException, BrokenBarrierException {
    if (evaluations == 1) {
      firstGoesOn.countDown();
      bothGoOn.await();
    }
  }

  private void second(int evaluations) throws InterruptedException, BrokenBarrierException {
    if (evaluations == 1) {
      bothGoOn.await();
    } else if (evaluations == 2) {
      firstIsOver.await();
      scrape(SECOND);
    }
  }

  private CompletableFuture<Void> train(String parent, Step step) {
    TrainingSettings settings = TinyTraining.settings(2, 160);
    Path output = folder.resolve(parent).resolve("alpha");
    TrainingJob job = TinyTraining.job(spark, frames, output, settings, new Steps(step));
    return CompletableFuture.runAsync(() -> job.run(Start.FRESH))
        .whenComplete(MetricsProcess::endIfFailed);
  }

  /** The other one would wait for it. */
  private static void endIfFailed(Void nothing, Throwable failure) {
    if (failure != null) {
      failure.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }

  private interface Step {
    void evaluated(int evaluations) throws InterruptedException, BrokenBarrierException;
  }

  /** Counts the evaluations of a training, which goes on when something has been done at each. */
  private static final class Steps implements TrainingProgress {
    private final Step step;
    private int evaluations;

    Steps(Step step) {
      this.step = step;
    }

    @Override
    public void evaluated(HistoryRow row) {
      try {
        step.evaluated(++evaluations);
      } catch (InterruptedException | BrokenBarrierException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void scrape(String file) {
    String ui = spark.sparkContext().uiWebUrl().get();
    try (InputStream in = URI.create(ui + "/metrics/prometheus/").toURL().openStream()) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Files.writeString(folder.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
