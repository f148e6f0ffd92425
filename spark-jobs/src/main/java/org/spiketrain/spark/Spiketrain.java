package org.spiketrain.spark;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.util.SerializableConfiguration;
import org.spiketrain.config.ConfigErrorException;
import org.spiketrain.config.ExperimentConfig;
import org.spiketrain.data.io.PathSetting;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.pipeline.Experiment;
import org.spiketrain.pipeline.ExperimentListener;
import org.spiketrain.pipeline.SparkSessions;
import org.spiketrain.registry.RegistrySettings;
import org.spiketrain.report.Reports;
import org.spiketrain.results.Renderer;

/**
 * Preprocesses, trains and evaluates from one's own Spark program:
 *
 * <pre>{@code
 * Experiment experiment =
 *     Spiketrain.experiment(spark)
 *         .configuration("conf/names-best.conf")
 *         .set("data.path", "names/")
 *         .set("output.path", "runs/mine")
 *         .open();
 * experiment.preprocess();
 * experiment.train();
 * double accuracy = experiment.evaluate().summary().metrics().accuracy();
 * }</pre>
 */
public final class Spiketrain {
  private final SparkSession spark;
  private final Map<String, String> values = new LinkedHashMap<>();
  private Optional<String> file = Optional.empty();
  private ExperimentListener listener = ExperimentListener.NONE;
  private Renderer renderer = new Reports();

  private Spiketrain(SparkSession spark) {
    this.spark = spark;
  }

  /**
   * Sets in the configuration of a session that is still to be started what executors need: Java's
   * serializer, and on a cluster some options of their JVMs.
   *
   * @return the same configuration
   */
  public static SparkConf prepare(SparkConf conf) {
    SparkSessions.prepareExecutors(conf);
    return conf;
  }

  /**
   * Registers {@code spiketrain_predict(model, text)} in a session: SQL's name of the most probable
   * class, null for a text that cannot be scored.
   *
   * <pre>{@code
   * SELECT surname, spiketrain_predict('runs/best/model.zip', surname) FROM people
   * }</pre>
   *
   * <p>Each JVM reads a model once and keeps it, whatever becomes of the file. Of a registry's
   * alias, as in {@code models:/names@champion}, it asks with each query what it means; the
   * registry is that of {@code spark.spiketrain.registry} at the time of this call.
   *
   * @throws UserErrorException if the registry is on no file system that Hadoop knows
   */
  public static void registerFunctions(SparkSession spark) {
    SparkSessions.prepareDriver();
    Configuration conf = spark.sessionState().newHadoopConf();
    String registry =
        PathSetting.qualified(
            conf, RegistrySettings.SPARK_KEY, RegistrySettings.UNSET.root(conf).toString());
    spark
        .udf()
        .register(
            PredictFunction.NAME,
            new PredictFunction(new SerializableConfiguration(conf), registry),
            DataTypes.StringType);
  }

  /**
   * Begins the description of an experiment with the defaults of {@code conf/reference.conf}.
   *
   * @param spark any session
   */
  public static Spiketrain experiment(SparkSession spark) {
    SparkSessions.prepareDriver();
    return new Spiketrain(spark);
  }

  /**
   * Takes a configuration file.
   *
   * @param path a local file, one that comes with Spiketrain such as {@code conf/names-demo.conf},
   *     or a path on any Hadoop file system
   */
  public Spiketrain configuration(String path) {
    file = Optional.of(path);
    return this;
  }

  /** Sets a key, which goes before the file's. */
  public Spiketrain set(String key, String value) {
    values.put(key, value);
    return this;
  }

  /** Sets what follows the experiment; by default nothing does. */
  public Spiketrain listener(ExperimentListener follower) {
    listener = follower;
    return this;
  }

  /** Sets what draws charts and pages; {@link Renderer#NONE} leaves them out. */
  public Spiketrain renderer(Renderer drawing) {
    renderer = drawing;
    return this;
  }

  /**
   * Opens the experiment. Nothing is computed yet.
   *
   * @throws ConfigErrorException if the file cannot be read, a key is unknown or a value out of
   *     range
   * @throws UserErrorException if other people's files stand where the outputs belong, or if the
   *     session's settings do not let the jobs run
   */
  public Experiment open() {
    SparkSessions.check(spark);
    ExperimentConfig config =
        file.map(path -> ExperimentConfig.load(path, values))
            .orElseGet(() -> ExperimentConfig.defaults(values));
    return Experiment.open(spark, config, listener, renderer);
  }
}
