package org.spiketrain.spark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.spiketrain.model.zoo.TrainedModel;

/**
 * Trains a spiking network on a column of names or sentences, as an estimator of Spark ML:
 *
 * <pre>{@code
 * SpikingClassificationModel model =
 *     new SpikingClassifier()
 *         .setRecipe("conf/names-demo.conf")
 *         .setInputCol("surname")
 *         .setLabelCol("language")
 *         .fit(people);
 * }</pre>
 *
 * <p>The recipe is a configuration of Spiketrain, from which everything comes that has no param
 * here; the parameters are those that {@code run} trains on the same table with the same keys, bit
 * for bit.
 *
 * <p>A label column of numbers holds indices of classes, whose names are taken from the metadata
 * that StringIndexer leaves; predictions have the same indices. In one of strings they are the
 * names themselves, and predictions are indices of the sorted names (of {@code data.text.labels},
 * where a recipe gives an order).
 *
 * <p>Of the rows, the recipe's section {@code split} sets some aside to validate and to test,
 * unless {@link #validationIndicatorCol} says which rows validate; then all others are trained on.
 */
public final class SpikingClassifier extends Estimator<SpikingClassificationModel>
    implements ScoringParams, DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  /** Keys that say where data come from and models go, which is the estimator's own business. */
  private static final List<String> OWN = List.of("data.path", "data.source.", "output.");

  private final String uid;
  private final ScoringParams.Columns columns;
  private final Param<String> recipe;
  private final StringArrayParam settings;
  private final Param<String> labelCol;
  private final Param<String> weightCol;
  private final Param<String> idCol;
  private final Param<String> validationIndicatorCol;
  private final DoubleParam learningRate;
  private final DoubleParam epochs;
  private final LongParam examples;
  private final LongParam seed;
  private final Param<String> workDir;

  public SpikingClassifier() {
    this(Identifiable.randomUID("SpikingClassifier"));
  }

  /** An estimator with a name of one's own, as Spark makes it when it reads a saved one. */
  public SpikingClassifier(String uid) {
    this.uid = uid;
    this.columns = ScoringParams.Columns.of(uid);
    this.recipe =
        new Param<>(
            uid,
            "recipe",
            "configuration of names or sentences: a file that comes with Spiketrain such as"
                + " conf/names-demo.conf, a local one, or one on a Hadoop file system; the defaults"
                + " of conf/reference.conf where it is not set");
    this.settings =
        new StringArrayParam(
            this,
            "settings",
            "further keys of the configuration, each as key=value, which go before the recipe's:"
                + " network.stack, training.batch-size, split.test-fraction and so on");
    this.labelCol =
        new Param<>(
            uid,
            "labelCol",
            "column of the classes: their names as strings, or their indices as numbers, whose"
                + " names may be in the column's metadata, as StringIndexer writes them");
    this.weightCol =
        new Param<>(
            uid,
            "weightCol",
            "column of numbers of at least 0 by which the losses of the rows are multiplied, scaled"
                + " to a mean of 1; a row of 0 is not trained on; where it is not set or empty, all"
                + " rows count alike");
    this.idCol =
        new Param<>(
            uid,
            "idCol",
            "column by which the rows are put in order before they are split; by default they keep"
                + " the order of the files they are read from, or are sorted by class and text");
    this.validationIndicatorCol =
        new Param<>(
            uid,
            "validationIndicatorCol",
            "column of booleans: true for rows that are not trained on but decide when to stop and"
                + " which parameters to keep; without it the recipe's section split deals the rows");
    this.learningRate =
        new DoubleParam(
            uid,
            "learningRate",
            "peak learning rate, above 0 (training.updater.learning-rate)",
            ParamValidators.gt(0));
    this.epochs =
        new DoubleParam(
            uid,
            "epochs",
            "passes over the training rows, above 0 (training.epochs)",
            ParamValidators.gt(0));
    this.examples =
        new LongParam(
            uid,
            "examples",
            "rows to train on in all, each as often as it is shown, above 0 (training.examples);"
                + " not together with epochs",
            ParamValidators.gt(0));
    this.seed =
        new LongParam(
            uid, "seed", "decides everything random (seed); by default that of the recipe");
    this.workDir =
        new Param<>(
            uid,
            "workDir",
            "folder for the files of the training, which are deleted after it, on a file system"
                + " that all executors reach; by default the temporary folder of the session's file"
                + " system");
    columns.setDefaults(this);
    setDefault(labelCol, "label");
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public ScoringParams.Columns columns() {
    return columns;
  }

  /** The configuration. */
  public Param<String> recipe() {
    return recipe;
  }

  /** Further keys of it. */
  public StringArrayParam settings() {
    return settings;
  }

  /** Column of the classes. */
  public Param<String> labelCol() {
    return labelCol;
  }

  /** Column of the weights. */
  public Param<String> weightCol() {
    return weightCol;
  }

  /** Column by which the rows are put in order. */
  public Param<String> idCol() {
    return idCol;
  }

  /** Column that says which rows validate. */
  public Param<String> validationIndicatorCol() {
    return validationIndicatorCol;
  }

  /** Peak learning rate. */
  public DoubleParam learningRate() {
    return learningRate;
  }

  /** Passes over the training rows. */
  public DoubleParam epochs() {
    return epochs;
  }

  /** Rows to train on in all. */
  public LongParam examples() {
    return examples;
  }

  /** Seed of all that is random. */
  public LongParam seed() {
    return seed;
  }

  /** Folder of the files of the training. */
  public Param<String> workDir() {
    return workDir;
  }

  public SpikingClassifier setRecipe(String value) {
    return with(recipe, value);
  }

  /** Sets further keys of the configuration, each as {@code key=value}. */
  public SpikingClassifier setSettings(String... values) {
    return with(settings, values);
  }

  public SpikingClassifier setInputCol(String value) {
    return with(inputCol(), value);
  }

  public SpikingClassifier setLabelCol(String value) {
    return with(labelCol, value);
  }

  public SpikingClassifier setWeightCol(String value) {
    return with(weightCol, value);
  }

  public SpikingClassifier setIdCol(String value) {
    return with(idCol, value);
  }

  public SpikingClassifier setValidationIndicatorCol(String value) {
    return with(validationIndicatorCol, value);
  }

  public SpikingClassifier setPredictionCol(String value) {
    return with(predictionCol(), value);
  }

  public SpikingClassifier setProbabilityCol(String value) {
    return with(probabilityCol(), value);
  }

  public SpikingClassifier setRawPredictionCol(String value) {
    return with(rawPredictionCol(), value);
  }

  public SpikingClassifier setHandleInvalid(String value) {
    return with(handleInvalid(), value);
  }

  public SpikingClassifier setPriors(String value) {
    return with(priors(), value);
  }

  public SpikingClassifier setLearningRate(double value) {
    return with(learningRate, value);
  }

  public SpikingClassifier setEpochs(double value) {
    return with(epochs, value);
  }

  public SpikingClassifier setExamples(long value) {
    return with(examples, value);
  }

  public SpikingClassifier setSeed(long value) {
    return with(seed, value);
  }

  public SpikingClassifier setWorkDir(String value) {
    return with(workDir, value);
  }

  private <T> SpikingClassifier with(Param<T> param, T value) {
    set(param, value);
    return this;
  }

  @Override
  public StructType transformSchema(StructType schema) {
    requireLabel(schema);
    if (isDefined(validationIndicatorCol)) {
      require(schema, validationIndicatorCol, "booleans", DataTypes.BooleanType::equals);
    }
    if (weights().isPresent()) {
      require(schema, weightCol, "numbers", NumericType.class::isInstance);
    }
    if (isDefined(idCol)) {
      require(schema, idCol, "ids", type -> true);
    }
    return scored(schema);
  }

  private StructField requireLabel(StructType schema) {
    return require(
        schema,
        labelCol,
        "strings or numbers",
        type -> type.equals(DataTypes.StringType) || type instanceof NumericType);
  }

  /**
   * Trains on a dataset.
   *
   * @throws IllegalArgumentException if a column is missing or of another type, or params
   *     contradict each other
   * @throws org.spiketrain.model.UserErrorException if the recipe, a setting or the rows are at
   *     fault
   */
  @Override
  public SpikingClassificationModel fit(Dataset<?> dataset) {
    transformSchema(dataset.schema(), true);
    LabelColumn label = LabelColumn.of(requireLabel(dataset.schema()));
    TableTraining training =
        new TableTraining(
            value(recipe),
            keys(label),
            value(workDir).orElse(""),
            getHandleInvalid().equals(ERROR));
    TrainedModel trained = training.on(table(dataset, label));
    List<String> labels = label.labels(trained.provenance().classes());
    ClassifierNetwork network = ClassifierNetwork.of(trained, labels, new Path(uid));
    return copyValues(new SpikingClassificationModel(uid, network), ParamMap.empty())
        .setParent(this);
  }

  private <T> Optional<T> value(Param<T> param) {
    return isDefined(param) ? Optional.of(getOrDefault(param)) : Optional.empty();
  }

  private Optional<String> weights() {
    return value(weightCol).filter(name -> !name.isEmpty());
  }

  /** The columns of the training under the names that keys have by default. */
  private Dataset<Row> table(Dataset<?> dataset, LabelColumn label) {
    StructType schema = dataset.schema();
    List<Column> columns = new ArrayList<>();
    columns.add(ScoringParams.column(schema, getInputCol()).as("text"));
    columns.add(label.texts(ScoringParams.column(schema, getOrDefault(labelCol))).as("label"));
    weights().ifPresent(own -> columns.add(ScoringParams.column(schema, own).as("weight")));
    value(idCol).ifPresent(id -> columns.add(ScoringParams.column(schema, id).as("id")));
    value(validationIndicatorCol)
        .map(name -> ScoringParams.column(schema, name))
        .map(validates -> functions.when(validates, "validation").otherwise("train"))
        .ifPresent(split -> columns.add(split.as("split")));
    return dataset.select(columns.toArray(Column[]::new));
  }

  /** All keys that go before the recipe's; the table's name comes later. */
  private Map<String, String> keys(LabelColumn label) {
    Map<String, String> own = ownKeys(label);
    Map<String, String> keys = furtherKeys();
    for (String key : keys.keySet()) {
      if (own.containsKey(key) || OWN.stream().anyMatch(key::startsWith)) {
        throw new IllegalArgumentException(
            "settings: %s is what the estimator sets itself: take it out".formatted(key));
      }
    }
    if (isDefined(epochs) && isDefined(examples)) {
      throw new IllegalArgumentException("epochs and examples are both set: clear one of them");
    }
    keys.putAll(own);
    value(learningRate).ifPresent(it -> keys.put("training.updater.learning-rate", it.toString()));
    value(seed).ifPresent(it -> keys.put("seed", it.toString()));
    value(examples).ifPresent(it -> keys.put("training.examples", it.toString()));
    value(epochs)
        .ifPresent(
            it -> {
              keys.put("training.epochs", it.toString());
              keys.put("training.examples", "0");
            });
    return keys;
  }

  private Map<String, String> ownKeys(LabelColumn label) {
    Map<String, String> own = new LinkedHashMap<>();
    own.put("data.source.format", "");
    own.put("data.source.options", "");
    own.put("data.source.where", "");
    own.put("data.source.text", "text");
    own.put("data.source.label", "label");
    own.put("data.source.weight", weights().isPresent() ? "weight" : "");
    own.put("data.source.id", isDefined(idCol) ? "id" : "");
    own.put("data.source.split", isDefined(validationIndicatorCol) ? "split" : "");
    // Whatever files the recipe is of, this is a table.
    own.put("data.text.format", "tsv");
    if (isDefined(validationIndicatorCol)) {
      own.put("split.protocol", "column");
      own.put("data.text.folds", "0");
      own.put("training.evaluation-split", "validation");
      own.put("training.watched-split", "none");
      own.put("evaluation.split", "validation");
    }
    if (label.isNumeric()) {
      own.put("data.text.labels", "");
      own.put("data.text.classes", "");
    }
    return own;
  }

  private Map<String, String> furtherKeys() {
    Map<String, String> keys = new LinkedHashMap<>();
    for (String setting : value(settings).orElse(new String[0])) {
      int equals = setting.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException(
            "settings: \"%s\" is no key=value, as in training.batch-size=16".formatted(setting));
      }
      keys.put(setting.substring(0, equals).strip(), setting.substring(equals + 1).strip());
    }
    return keys;
  }

  @Override
  public SpikingClassifier copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  /** Returns what reads saved estimators. */
  public static MLReader<SpikingClassifier> read() {
    return new DefaultParamsReader<>();
  }

  /** Reads a saved estimator. */
  public static SpikingClassifier load(String path) {
    return read().load(path);
  }
}
