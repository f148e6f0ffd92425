package org.spiketrain.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.zoo.AnswerRule;
import org.spiketrain.pipeline.ModelFile;
import org.spiketrain.pipeline.SparkSessions;
import org.spiketrain.registry.RegistrySettings;
import org.spiketrain.score.Answering;
import org.spiketrain.score.Answering.Answered;
import org.spiketrain.score.ScoringModel;

/**
 * Scores a column of names or sentences with a trained network:
 *
 * <pre>{@code
 * Dataset<Row> scored = Scorer.load(spark, "runs/best/model.zip").score(people, "surname");
 * }</pre>
 *
 * <p>A scorer can score any number of datasets of its session. Executors get the network once, by a
 * broadcast.
 */
public final class Scorer {
  /**
   * Name of the most probable class; null where the text cannot be scored, or the answer is none.
   */
  public static final String PREDICTION = "prediction";

  /** That class's probability, a float in [0, 1]; null where the text cannot be scored. */
  public static final String PROBABILITY = "probability";

  /**
   * Probabilities of all {@linkplain #classes classes} in their order, an array of floats that sum
   * to 1; null where the text cannot be scored.
   */
  public static final String PROBABILITIES = "probabilities";

  /** Reason why the text cannot be scored; null where it is scored. */
  public static final String REJECTED = "rejected";

  private static final String ANSWER = "_spiketrain";

  private static final StructType COLUMNS =
      new StructType()
          .add(PREDICTION, DataTypes.StringType)
          .add(PROBABILITY, DataTypes.FloatType)
          .add(PROBABILITIES, DataTypes.createArrayType(DataTypes.FloatType, false))
          .add(REJECTED, DataTypes.StringType);

  private final Broadcast<Answering> model;

  private Scorer(Broadcast<Answering> model) {
    this.model = model;
  }

  /**
   * Reads a model.
   *
   * @param path the {@code model.zip} of a run, on any Hadoop file system, or a version in a
   *     registry, such as {@code models:/names@champion}
   * @throws UserErrorException if there is no such file, it is damaged, or a model of recordings,
   *     or if the session's settings do not let the jobs run
   */
  public static Scorer load(SparkSession spark, String path) {
    return load(spark, path, AnswerRule.PLAIN);
  }

  /**
   * Reads a model whose answers are by a rule; where one is none, {@link #PREDICTION} is null and
   * the probabilities stay.
   *
   * @throws UserErrorException as {@link #load(SparkSession, String)} does, and if the model does
   *     not know what the rule's priors need
   */
  public static Scorer load(SparkSession spark, String path, AnswerRule rule) {
    SparkSessions.prepareDriver();
    SparkSessions.check(spark);
    Configuration conf = spark.sessionState().newHadoopConf();
    Path file = ModelFile.named(conf, RegistrySettings.UNSET, "model", path);
    ScoringModel model = ModelFile.ofLines(ModelFile.read(conf, file), file, rule);
    return new Scorer(
        JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(new Answering(model)));
  }

  /** Returns the names of the classes, in the order of {@link #PROBABILITIES}. */
  public List<String> classes() {
    return model.value().model().classes();
  }

  /**
   * Adds the network's answers to a dataset. Rows, their order and partitions stay. Nothing is
   * computed before the result is used; then each row is scored once.
   *
   * @param column a column of strings, or a field of a struct as {@code column.field}
   * @return all columns of the data, and {@link #PREDICTION}, {@link #PROBABILITY}, {@link
   *     #PROBABILITIES} and {@link #REJECTED}
   * @throws UserErrorException if the data have no such column, it is not of strings, or they have
   *     one of the new columns already
   */
  public Dataset<Row> score(Dataset<Row> data, String column) {
    for (String name : COLUMNS.fieldNames()) {
      if (Arrays.stream(data.columns()).anyMatch(name::equalsIgnoreCase)) {
        throw new UserErrorException(
            "The data have a column \"%s\" already, which scoring adds: rename it".formatted(name));
      }
    }
    Broadcast<Answering> network = model;
    UDF1<String, Row> answer = text -> answer(network.value(), text);
    Column text = texts(data, column);
    // Not deterministic to Spark, which might score a row again for each column that is used.
    Dataset<Row> answered =
        data.withColumn(ANSWER, udf(answer, COLUMNS).asNondeterministic().apply(text));
    Map<String, Column> added = new LinkedHashMap<>();
    for (String name : COLUMNS.fieldNames()) {
      added.put(name, col(ANSWER).getField(name));
    }
    return answered.withColumns(added).drop(ANSWER);
  }

  private static Column texts(Dataset<Row> data, String column) {
    StructType found;
    try {
      found = data.select(data.col(column)).schema();
    } catch (Exception e) { // Scala does not declare Spark's AnalysisException.
      throw new UserErrorException(
          "The data have no column \"%s\", only %s: name one of these"
              .formatted(column, String.join(", ", data.columns())),
          e);
    }
    if (!found.fields()[0].dataType().equals(DataTypes.StringType)) {
      throw new UserErrorException(
          "Column \"%s\" holds %s: name a column of strings"
              .formatted(column, found.fields()[0].dataType().simpleString()));
    }
    return data.col(column);
  }

  private static Row answer(Answering model, String text) {
    Answered answered = model.text(text == null ? "" : text);
    if (!answered.isScored()) {
      return RowFactory.create(null, null, null, answered.problem());
    }
    float[] probabilities = answered.answer().probabilities();
    int best = answered.answer().ranked()[0];
    String answer = answered.answer().none() ? null : model.model().classes().get(best);
    return RowFactory.create(answer, probabilities[best], probabilities, null);
  }
}
