package org.spiketrain.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructType;
import org.spiketrain.data.Json;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.zoo.ClassPriors;
import org.spiketrain.model.zoo.TrainedModel;
import org.spiketrain.pipeline.ModelFile;
import org.spiketrain.pipeline.SparkSessions;
import org.spiketrain.registry.RegistrySettings;
import org.spiketrain.score.Answering;
import org.spiketrain.score.Answering.Answered;

/**
 * A trained spiking network as a model of Spark ML, made by {@link SpikingClassifier} or read from
 * a {@code model.zip}:
 *
 * <pre>{@code
 * SpikingClassificationModel model =
 *     SpikingClassificationModel.load("runs/best/model.zip").setInputCol("surname");
 * Dataset<Row> scored = model.transform(people);
 * }</pre>
 *
 * <p>Rows stay as they are and in their order; each is scored once. A saved model is a folder with
 * the {@code model.zip} in it that the command line scores with, too.
 */
public final class SpikingClassificationModel extends Model<SpikingClassificationModel>
    implements ScoringParams, MLWritable {
  private static final long serialVersionUID = 1L;

  private static final String ANSWER = "_spiketrain";
  private static final String UNKNOWN = "__unknown";
  private static final String MODEL_FILE = "model.zip";
  private static final String LABELS_FILE = "labels.json";

  private static final StructType ANSWERS =
      new StructType()
          .add("prediction", DataTypes.DoubleType)
          .add("probability", SQLDataTypes.VectorType())
          .add("rawPrediction", SQLDataTypes.VectorType());

  private final String uid;
  private final ScoringParams.Columns columns;
  private final ClassifierNetwork network;

  SpikingClassificationModel(String uid, ClassifierNetwork network) {
    this.uid = uid;
    this.columns = ScoringParams.Columns.of(uid);
    this.network = network;
    columns.setDefaults(this);
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public ScoringParams.Columns columns() {
    return columns;
  }

  /** Returns the names of the classes by index. */
  public String[] labels() {
    return network.labels().toArray(String[]::new);
  }

  /** Returns the number of classes, the length of the vectors. */
  public int numClasses() {
    return network.labels().size();
  }

  public SpikingClassificationModel setInputCol(String value) {
    return with(inputCol(), value);
  }

  public SpikingClassificationModel setPredictionCol(String value) {
    return with(predictionCol(), value);
  }

  public SpikingClassificationModel setProbabilityCol(String value) {
    return with(probabilityCol(), value);
  }

  public SpikingClassificationModel setRawPredictionCol(String value) {
    return with(rawPredictionCol(), value);
  }

  public SpikingClassificationModel setHandleInvalid(String value) {
    return with(handleInvalid(), value);
  }

  public SpikingClassificationModel setPriors(String value) {
    return with(priors(), value);
  }

  private SpikingClassificationModel with(Param<String> param, String value) {
    set(param, value);
    return this;
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return scored(schema);
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    transformSchema(dataset.schema(), true);
    Broadcast<Answering> model = network.on(dataset.sparkSession(), ClassPriors.parse(getPriors()));
    ClassifierNetwork.Answers answers = network.answers();
    String invalid = getHandleInvalid();
    String place = getInputCol();
    UDF1<String, Row> answer = text -> answer(model.value(), answers, text, invalid, place);
    // Not deterministic to Spark, which might score a row again for each column that is used.
    Dataset<Row> answered =
        dataset.withColumn(
            ANSWER,
            udf(answer, ANSWERS)
                .asNondeterministic()
                .apply(ScoringParams.column(dataset.schema(), place)));
    if (invalid.equals(SKIP)) {
      answered = answered.filter(col(ANSWER).isNotNull());
    }
    return answered.withColumns(added()).drop(ANSWER);
  }

  private static Row answer(
      Answering model,
      ClassifierNetwork.Answers answers,
      String text,
      String invalid,
      String column) {
    Answered answered = model.text(text == null ? "" : text);
    if (answered.isScored()) {
      return answers.of(answered.answer());
    }
    return switch (invalid) {
      case SKIP -> null;
      case KEEP -> answers.unknown();
      default ->
          throw new UserErrorException(
              "Column \"%s\" has a text that cannot be scored, %s: %s. Set handleInvalid to skip or keep such rows"
                  .formatted(
                      column, text == null ? "null" : "\"" + text + "\"", answered.problem()));
    };
  }

  private Map<String, Column> added() {
    Map<String, Column> added = new LinkedHashMap<>();
    added.put(getRawPredictionCol(), col(ANSWER).getField("rawPrediction"));
    added.put(getProbabilityCol(), col(ANSWER).getField("probability"));
    String prediction = getPredictionCol();
    added.put(prediction, col(ANSWER).getField("prediction").as(prediction, metadata(prediction)));
    added.remove("");
    return added;
  }

  private Metadata metadata(String column) {
    List<String> names = new ArrayList<>(network.labels());
    if (getHandleInvalid().equals(KEEP)) {
      names.add(UNKNOWN);
    }
    return NominalAttribute.defaultAttr()
        .withName(column)
        .withValues(names.toArray(String[]::new))
        .toMetadata();
  }

  @Override
  public SpikingClassificationModel copy(ParamMap extra) {
    return copyValues(new SpikingClassificationModel(uid, network), extra).setParent(parent());
  }

  @Override
  public String toString() {
    return "SpikingClassificationModel: uid=%s, numClasses=%d".formatted(uid, numClasses());
  }

  @Override
  public MLWriter write() {
    return new Writer(this);
  }

  /** Returns what reads saved models and files {@code model.zip}. */
  public static MLReader<SpikingClassificationModel> read() {
    return new Reader();
  }

  /**
   * Reads a saved model, or a {@code model.zip}, whose classes have the indices of their order in
   * it and whose params are the defaults.
   *
   * @param path on any Hadoop file system, or a version in a registry, such as {@code
   *     models:/names@champion}
   * @throws UserErrorException if there is none, it is damaged, or a model of recordings
   */
  public static SpikingClassificationModel load(String path) {
    return read().load(path);
  }

  /** Saves params as Spark does, after the network, so that what has params is whole. */
  private static final class Writer extends DefaultParamsWriter {
    private final ClassifierNetwork network;

    Writer(SpikingClassificationModel model) {
      super(model);
      network = model.network;
    }

    @Override
    public void saveImpl(String path) {
      write(new Path(path, MODEL_FILE), network.file());
      write(new Path(path, LABELS_FILE), Json.bytes(network.labels()));
      super.saveImpl(path);
    }

    private void write(Path file, byte[] bytes) {
      Configuration conf = sparkSession().sessionState().newHadoopConf();
      AtomicOutput.writeFile(conf, file, bytes, OutputMode.REFUSE_EXISTING);
    }
  }

  private static final class Reader extends MLReader<SpikingClassificationModel> {
    @Override
    public SpikingClassificationModel load(String path) {
      SparkSessions.prepareDriver();
      Configuration conf = sparkSession().sessionState().newHadoopConf();
      Path place = ModelFile.named(conf, RegistrySettings.UNSET, "model", path);
      try {
        FileSystem fs = FileSystems.of(conf, place);
        return fs.exists(place) && fs.getFileStatus(place).isDirectory()
            ? saved(conf, fs, place)
            : plain(conf, place);
      } catch (IOException e) {
        throw new UserErrorException(
            "Cannot read the model %s: %s".formatted(path, e.getMessage()), e);
      }
    }

    private static SpikingClassificationModel plain(Configuration conf, Path file) {
      TrainedModel model = ModelFile.read(conf, file);
      return new SpikingClassificationModel(
          Identifiable.randomUID("SpikingClassificationModel"),
          ClassifierNetwork.of(model, model.provenance().classes(), file));
    }

    private SpikingClassificationModel saved(Configuration conf, FileSystem fs, Path folder)
        throws IOException {
      if (!fs.exists(new Path(folder, "metadata"))) {
        throw new UserErrorException(
            "%s is no saved model: name the folder that a model was saved in, or a model.zip"
                .formatted(folder));
      }
      DefaultParamsReader.Metadata metadata =
          DefaultParamsReader.loadMetadata(
              folder.toString(), sc(), SpikingClassificationModel.class.getName());
      Path file = new Path(folder, MODEL_FILE);
      byte[] labels = FileSystems.readWhole(fs, new Path(folder, LABELS_FILE));
      ClassifierNetwork network =
          ClassifierNetwork.of(
              ModelFile.read(conf, file), List.of(Json.read(labels, String[].class)), file);
      SpikingClassificationModel model = new SpikingClassificationModel(metadata.uid(), network);
      metadata.getAndSetParams(model, metadata.getAndSetParams$default$2());
      return model;
    }
  }
}
