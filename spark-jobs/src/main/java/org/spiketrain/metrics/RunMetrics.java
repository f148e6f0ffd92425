package org.spiketrain.metrics;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.apache.spark.SparkEnv;
import org.apache.spark.metrics.MetricsSystem;
import org.apache.spark.metrics.source.Source;

/**
 * The numbers of one piece of work on the driver, a source of Spark's metrics system from when it
 * is opened until it is closed: every sink that Spark is configured with shows them. Its name is
 * {@code spiketrain.RUN.WORK}. Several at a time do not mix, be they of one name. Safe for several
 * threads.
 */
public final class RunMetrics implements Source, AutoCloseable {
  /** Names of what is open now, of all applications that this JVM has had. */
  private static final Set<String> OPEN = ConcurrentHashMap.newKeySet();

  private final MetricRegistry registry = new MetricRegistry();
  private final Map<String, Level> levels = new ConcurrentHashMap<>();
  private final MetricsSystem system;
  private final String open;
  private final String name;

  private RunMetrics(MetricsSystem system, String open, String name) {
    this.system = system;
    this.open = open;
    this.name = name;
  }

  /**
   * Opens the numbers of some work in the Spark application that runs in this process.
   *
   * @param run name of the run, such as the last part of its output folder; a second one of that
   *     name has {@code _2} behind it
   * @param work what it does, a word
   */
  public static RunMetrics open(String run, String work) {
    SparkEnv spark = SparkEnv.get();
    String application = spark.conf().getAppId();
    String taken =
        IntStream.iterate(1, i -> i + 1)
            .mapToObj(i -> plain(run) + (i == 1 ? "" : "_" + i))
            .filter(each -> OPEN.add(key(application, each, work)))
            .findFirst()
            .orElseThrow();
    // Spark takes away whatever begins with the name of a source: no name may begin with another.
    String name = "spiketrain." + taken + "." + work;
    RunMetrics metrics = new RunMetrics(spark.metricsSystem(), key(application, taken, work), name);
    metrics.system.registerSource(metrics);
    return metrics;
  }

  private static String key(String application, String run, String work) {
    return application + "/" + run + "/" + work;
  }

  /**
   * Dots would separate names, and Prometheus knows nothing but letters, digits and underscores.
   */
  private static String plain(String run) {
    String plain = run.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
    return plain.isEmpty() ? "run" : plain;
  }

  /** Sets a number; one that was never set, or is none such as NaN, is not shown. */
  public void set(String metric, double value) {
    if (Double.isFinite(value)) {
      levels.computeIfAbsent(metric, this::level).value = value;
    }
  }

  private Level level(String metric) {
    return registry.register(metric, new Level());
  }

  /** Adds to a counter, which begins at 0. */
  public void add(String metric, long more) {
    registry.counter(metric).inc(more);
  }

  /** Shows a number that is looked up whenever a sink asks for it, from the sink's thread. */
  public void show(String metric, LongSupplier number) {
    registry.register(metric, (Gauge<Long>) number::getAsLong);
  }

  @Override
  public String sourceName() {
    return name;
  }

  @Override
  public MetricRegistry metricRegistry() {
    return registry;
  }

  /** The sinks show nothing of it any more. */
  @Override
  public void close() {
    system.removeSource(this);
    OPEN.remove(open);
  }

  private static final class Level implements Gauge<Double> {
    private volatile double value;

    @Override
    public Double getValue() {
      return value;
    }
  }
}
