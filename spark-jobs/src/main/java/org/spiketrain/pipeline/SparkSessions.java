package org.spiketrain.pipeline;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.config.ConfigErrorException;
import org.spiketrain.model.UserErrorException;
import scala.Option;

/** Prepares Spark and its JVMs for the jobs, on whatever cluster they are submitted to. */
public final class SparkSessions {
  /**
   * DL4J would ask an NTP server for the time; JavaCPP would count the files that Spark has mapped,
   * and refuse to allocate; MLlib would load the machine's libblas, if there is one, whose
   * functions then stand in for those of ND4J's OpenBLAS: slower, and with other bits.
   */
  private static final Map<String, String> PROPERTIES =
      new TreeMap<>(
          Map.of(
              "org.deeplearning4j.spark.time.TimeSource",
              "org.deeplearning4j.spark.time.SystemClockTimeSource",
              "org.bytedeco.javacpp.maxphysicalbytes",
              "0",
              "dev.ludovic.netlib.blas.nativeLib",
              "none"));

  private static final Pattern MASTER =
      Pattern.compile(
          "local(\\[([1-9]\\d*|\\*)(\\s*,\\s*\\d+)?])?"
              + "|local-cluster\\[(\\s*\\d+\\s*,){2}\\s*\\d+\\s*]"
              + "|(spark|mesos|k8s)://.+|yarn");

  private static final String CATALOGUE = "spark.sql.catalog.";
  private static final String CATALOGUE_KIND = "spark.sql.catalogImplementation";
  private static final String IN_MEMORY = "in-memory";
  private static final String SERIALIZER = "spark.serializer";
  private static final String JAVA_SERIALIZER = "org.apache.spark.serializer.JavaSerializer";

  /** Settings that name a class which Spark looks for when it writes the first files. */
  private static final List<String> COMMITTERS =
      List.of(
          "spark.sql.sources.commitProtocolClass",
          "spark.sql.sources.outputCommitterClass",
          "spark.sql.parquet.output.committer.class");

  private static final Logger LOG = LoggerFactory.getLogger(SparkSessions.class);

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
    /**
     * Checks that a table which a command writes is there when its session has ended.
     *
     * @param table with or without its catalogue; blank for none
     * @throws UserErrorException if the catalogue ends with the session
     */
    public void requireLasting(String table) {
      if (isOwn && !table.isBlank() && isForgotten(session, table)) {
        throw new UserErrorException(
            "Table %s would be forgotten with this application: Spark's catalogue is in its memory. Set spark.sql.catalogImplementation=hive (--conf; Spark needs Hive's jars), name a table of a catalogue that you configure (spark.sql.catalog.NAME), or a folder"
                .formatted(table));
      }
    }

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
   * @throws UserErrorException if Spark cannot start, or cannot run the jobs, with its settings
   */
  public static Opened open(String command) {
    SparkConf conf = new SparkConf();
    applyDefaults(conf);
    checkMaster(conf.get("spark.master"));
    Option<SparkSession> running = SparkSession.getDefaultSession();
    if (running.isDefined() && !running.get().sparkContext().isStopped()) {
      check(running.get());
      return new Opened(running.get(), false);
    }
    Deployment.of(conf).checkMaster();
    Opened opened = new Opened(start(conf.setAppName("spiketrain " + command)), true);
    try {
      check(opened.session);
      announce(opened.session.sparkContext());
      ExecutorWait.watch(opened.session.sparkContext());
      StillbornExecutors.watch(opened.session.sparkContext());
      ExecutorCores.check(opened.session.sparkContext());
      return opened;
    } catch (UserErrorException e) {
      opened.close();
      throw e;
    }
  }

  /** What one needs to find the application's logs, or to end it. */
  private static void announce(SparkContext context) {
    if (!context.isLocal()) {
      Option<String> attempt = context.applicationAttemptId();
      LOG.info(
          "Application {}{} on {}",
          context.applicationId(),
          attempt.isDefined() ? ", attempt " + attempt.get() : "",
          context.master());
    }
  }

  private static SparkSession start(SparkConf conf) {
    try {
      return SparkSession.builder().config(conf).getOrCreate();
    } catch (Exception e) { // Scala declares none of what Spark throws.
      throw Messages.fixable(e)
          .filter(UserErrorException.class::isInstance)
          .map(UserErrorException.class::cast)
          .orElseGet(
              () ->
                  new UserErrorException(
                      "Spark does not start (%s): look at its settings, in spark-defaults.conf, --properties-file and --conf"
                          .formatted(e.toString().lines().findFirst().orElseThrow()),
                      e));
    }
  }

  /**
   * Refuses a session with which jobs would fail later.
   *
   * @throws UserErrorException naming the setting
   */
  public static void check(SparkSession session) {
    String serializer = session.sparkContext().getConf().get(SERIALIZER, JAVA_SERIALIZER);
    if (!serializer.equals(JAVA_SERIALIZER)) {
      throw new UserErrorException(
          "The Spark session has %s = %s, which does not know Java's records: start one with %s, as Spiketrain.prepare sets it"
              .formatted(SERIALIZER, serializer, JAVA_SERIALIZER));
    }
    for (String committer : COMMITTERS) {
      Option<String> name = session.conf().getOption(committer);
      if (name.isDefined() && !isThere(name.get())) {
        throw new UserErrorException(
            "%s is %s, but this Spark has no such class: take the setting away, or add the jar of the class (spark-hadoop-cloud for org.apache.spark.internal.io.cloud) with --packages"
                .formatted(committer, name.get()));
      }
    }
  }

  private static boolean isForgotten(SparkSession session, String table) {
    String first = table.split("\\.", 2)[0].replace("`", "");
    boolean isQualified = session.conf().contains(CATALOGUE + first);
    String catalogue = isQualified ? first : session.catalog().currentCatalog();
    return catalogue.equals("spark_catalog")
        && !session.conf().contains(CATALOGUE + catalogue)
        && session.conf().get(CATALOGUE_KIND, IN_MEMORY).equals(IN_MEMORY);
  }

  private static boolean isThere(String name) {
    try {
      Class.forName(name, false, Thread.currentThread().getContextClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /** Refuses a master that Spark would not understand, of which it says so by a stack trace. */
  static void checkMaster(String master) {
    if (!MASTER.matcher(master).matches()) {
      throw new ConfigErrorException(
          "--master %s is no Spark master: expected local, local[4], local[*], local-cluster[2,1,2048], spark://host:7077, yarn or k8s://https://host:443"
              .formatted(master));
    }
  }

  /** Adds what is not set; what the user has set stays, unless it would change or break results. */
  static void applyDefaults(SparkConf conf) {
    conf.setIfMissing("spark.master", "local[*]");
    if (conf.get("spark.master").startsWith("local")) {
      conf.setIfMissing("spark.ui.enabled", "false");
      // Spark's 200 are for clusters: on one machine most of them are empty tasks.
      conf.setIfMissing("spark.sql.shuffle.partitions", "8");
    }
    prepareExecutors(conf);
    // The order of scores is that of the names of files, which count no further than 999 a task.
    conf.set("spark.sql.files.maxRecordsPerFile", "0");
    // Spark would warn that it shortens what it logs of plans with many columns.
    conf.setIfMissing("spark.sql.debug.maxToStringFields", "100000");
    if (conf.get(CATALOGUE_KIND, IN_MEMORY).equals(IN_MEMORY)) {
      // Nothing is ever put there, but Spark makes the folder, and makes it where the user stands.
      conf.setIfMissing(
          "spark.sql.warehouse.dir",
          Path.of(System.getProperty("java.io.tmpdir"), "spiketrain-warehouse").toUri().toString());
    }
  }

  /** Adds what executors need on a cluster. */
  public static void prepareExecutors(SparkConf conf) {
    // What tasks are sent has records, which Kryo cannot read.
    conf.set(SERIALIZER, JAVA_SERIALIZER);
    // What is broadcast is parameters above all, which LZ4 leaves nearly as long as they were.
    conf.setIfMissing("spark.broadcast.compress", "false");
    // One thread a task: Spark runs a task on each core already.
    conf.setIfMissing("spark.executorEnv.OMP_NUM_THREADS", "1");
    String options = conf.get("spark.executor.defaultJavaOptions", "");
    for (Map.Entry<String, String> property : PROPERTIES.entrySet()) {
      options += " -D%s=%s".formatted(property.getKey(), property.getValue());
    }
    conf.set("spark.executor.defaultJavaOptions", options.strip());
  }
}
