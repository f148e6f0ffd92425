package org.spiketrain.pipeline;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.config.ConfigErrorException;
import scala.Option;

/** Prepares Spark and its JVMs for the jobs, on whatever cluster they are submitted to. */
public final class SparkSessions {
  /**
   * DL4J would ask an NTP server for the time; JavaCPP would count the files that Spark has mapped,
   * and refuse to allocate.
   */
  private static final Map<String, String> PROPERTIES =
      new TreeMap<>(
          Map.of(
              "org.deeplearning4j.spark.time.TimeSource",
              "org.deeplearning4j.spark.time.SystemClockTimeSource",
              "org.bytedeco.javacpp.maxphysicalbytes",
              "0"));

  private static final Pattern MASTER =
      Pattern.compile(
          "local(\\[([1-9]\\d*|\\*)(\\s*,\\s*\\d+)?])?"
              + "|local-cluster\\[(\\s*\\d+\\s*,){2}\\s*\\d+\\s*]"
              + "|(spark|mesos|k8s)://.+|yarn");

  private SparkSessions() {}

  /**
   * Sets the system properties that DL4J, ND4J and charts need in this JVM, those that are not set;
   * to be called before any of them is used.
   */
  public static void prepareDriver() {
    Properties system = System.getProperties();
    PROPERTIES.forEach(system::putIfAbsent);
    // Charts are drawn on machines without a screen.
    system.putIfAbsent("java.awt.headless", "true");
  }

  /** A session as a command needs it; its own one ends with it. */
  public record Opened(SparkSession session, boolean isOwn) implements AutoCloseable {
    @Override
    public void close() {
      if (isOwn) {
        session.close();
      }
    }
  }

  /**
   * Starts Spark for a command, or joins the session of this JVM, which stays as it is.
   *
   * @throws ConfigErrorException if the master that was submitted is none
   */
  public static Opened open(String command) {
    SparkConf conf = new SparkConf();
    applyDefaults(conf);
    checkMaster(conf.get("spark.master"));
    Option<SparkSession> running = SparkSession.getDefaultSession();
    if (running.isDefined() && !running.get().sparkContext().isStopped()) {
      return new Opened(running.get(), false);
    }
    return new Opened(
        SparkSession.builder().config(conf).appName("spiketrain " + command).getOrCreate(), true);
  }

  /** Refuses a master that Spark would not understand, of which it says so by a stack trace. */
  static void checkMaster(String master) {
    if (!MASTER.matcher(master).matches()) {
      throw new ConfigErrorException(
          "--master %s is no Spark master: expected local, local[4], local[*], local-cluster[2,1,2048], spark://host:7077, yarn or k8s://https://host:443"
              .formatted(master));
    }
  }

  /** Adds what is not set; what the user has set stays. */
  static void applyDefaults(SparkConf conf) {
    conf.setIfMissing("spark.master", "local[*]");
    if (conf.get("spark.master").startsWith("local")) {
      conf.setIfMissing("spark.ui.enabled", "false");
      // Spark's 200 are for clusters: on one machine most of them are empty tasks.
      conf.setIfMissing("spark.sql.shuffle.partitions", "8");
    }
    prepareExecutors(conf);
    // Spark would warn that it shortens what it logs of plans with many columns.
    conf.setIfMissing("spark.sql.debug.maxToStringFields", "100000");
    // Nothing is ever put there, but Spark makes the folder, and makes it where the user stands.
    conf.setIfMissing(
        "spark.sql.warehouse.dir",
        Path.of(System.getProperty("java.io.tmpdir"), "spiketrain-warehouse").toUri().toString());
  }

  /** Adds what executors need on a cluster. */
  public static void prepareExecutors(SparkConf conf) {
    // One thread a task: Spark runs a task on each core already.
    conf.setIfMissing("spark.executorEnv.OMP_NUM_THREADS", "1");
    String options = conf.get("spark.executor.defaultJavaOptions", "");
    for (Map.Entry<String, String> property : PROPERTIES.entrySet()) {
      options += " -D%s=%s".formatted(property.getKey(), property.getValue());
    }
    conf.set("spark.executor.defaultJavaOptions", options.strip());
  }
}
