package org.spiketrain.spark;

import static org.apache.spark.sql.functions.col;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.spiketrain.model.zoo.ClassPriors;

/** What {@link SpikingClassifier} and its model are told alike: the columns of scoring. */
public interface ScoringParams extends Params {
  /** A text that cannot be scored, or a row that cannot be trained on, ends the job. */
  String ERROR = "error";

  /** Such rows are left out. */
  String SKIP = "skip";

  /** Such rows get a class of their own, behind the others, as from a StringIndexerModel. */
  String KEEP = "keep";

  /**
   * The params of one owner.
   *
   * @param input column of texts
   * @param prediction column of answers, doubles
   * @param probability column of probabilities, vectors
   * @param rawPrediction column of their logarithms, vectors
   * @param handleInvalid what becomes of texts that cannot be scored
   * @param priors shares of the classes for which answers are wanted
   */
  record Columns(
      Param<String> input,
      Param<String> prediction,
      Param<String> probability,
      Param<String> rawPrediction,
      Param<String> handleInvalid,
      Param<String> priors) {
    static Columns of(String uid) {
      return new Columns(
          new Param<>(
              uid,
              "inputCol",
              "column of the names or sentences, of strings; a field of a struct as column.field"),
          new Param<>(
              uid,
              "predictionCol",
              "new column of the most probable class, its index as a double, with the names of the"
                  + " classes in the column's metadata; none where it is empty"),
          new Param<>(
              uid,
              "probabilityCol",
              "new column of the probabilities of the classes, a vector in the order of their"
                  + " indices; none where it is empty"),
          new Param<>(
              uid,
              "rawPredictionCol",
              "new column of the logarithms of these, a vector; none where it is empty"),
          new Param<>(
              uid,
              "handleInvalid",
              "what becomes of texts that cannot be scored, as blank ones, and of rows that cannot"
                  + " be trained on: error, skip (they are left out), or keep (scored as a class of"
                  + " their own behind the others, __unknown, with vectors of NaN; left out of the"
                  + " training)",
              ParamValidators.inArray(List.of(ERROR, SKIP, KEEP))),
          new Param<>(
              uid,
              "priors",
              "shares of the classes for which answers are wanted: trained (as in the training),"
                  + " uniform, or CLASS=SHARE with commas between them, which sum to 1 (scoring.priors)"));
    }

    void setDefaults(Params owner) {
      owner.setDefault(prediction, "prediction");
      owner.setDefault(probability, "probability");
      owner.setDefault(rawPrediction, "rawPrediction");
      owner.setDefault(handleInvalid, ERROR);
      owner.setDefault(priors, ClassPriors.TRAINED.toString());
    }
  }

  /** The params themselves. */
  Columns columns();

  /** Column of the texts. */
  default Param<String> inputCol() {
    return columns().input();
  }

  /** Column of the answers. */
  default Param<String> predictionCol() {
    return columns().prediction();
  }

  /** Column of the probabilities. */
  default Param<String> probabilityCol() {
    return columns().probability();
  }

  /** Column of the logarithms of the probabilities. */
  default Param<String> rawPredictionCol() {
    return columns().rawPrediction();
  }

  /** What becomes of what cannot be scored. */
  default Param<String> handleInvalid() {
    return columns().handleInvalid();
  }

  /** Shares of the classes for which answers are wanted. */
  default Param<String> priors() {
    return columns().priors();
  }

  default String getInputCol() {
    return getOrDefault(inputCol());
  }

  default String getPredictionCol() {
    return getOrDefault(predictionCol());
  }

  default String getProbabilityCol() {
    return getOrDefault(probabilityCol());
  }

  default String getRawPredictionCol() {
    return getOrDefault(rawPredictionCol());
  }

  default String getHandleInvalid() {
    return getOrDefault(handleInvalid());
  }

  default String getPriors() {
    return getOrDefault(priors());
  }

  /**
   * A schema with the columns that scoring adds.
   *
   * @throws org.spiketrain.model.UserErrorException if the priors are none
   * @throws IllegalArgumentException if the texts are not there or no strings, or a new column is
   *     there already
   */
  default StructType scored(StructType schema) {
    var unused = ClassPriors.parse(getPriors());
    require(schema, inputCol(), "strings", DataTypes.StringType::equals);
    StructType scored = added(schema, getRawPredictionCol(), SQLDataTypes.VectorType());
    scored = added(scored, getProbabilityCol(), SQLDataTypes.VectorType());
    return added(scored, getPredictionCol(), DataTypes.DoubleType);
  }

  private static StructType added(StructType schema, String name, DataType type) {
    if (name.isEmpty()) {
      return schema;
    }
    if (Arrays.stream(schema.fieldNames()).anyMatch(name::equalsIgnoreCase)) {
      throw new IllegalArgumentException(
          "The data have a column \"%s\" already, which scoring adds: rename it, or set another name"
              .formatted(name));
    }
    return schema.add(name, type, true);
  }

  /**
   * The field that a param names.
   *
   * @param holds what it shall hold, for the message
   * @throws IllegalArgumentException if it is not set, not there, or of another type
   */
  default StructField require(
      StructType schema,
      Param<String> column,
      String holds,
      java.util.function.Predicate<DataType> fits) {
    if (!isDefined(column)) {
      throw new IllegalArgumentException(
          "%s is not set: name the column of %s".formatted(column.name(), holds));
    }
    String name = getOrDefault(column);
    StructField field =
        field(schema, name)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "%s: the data have no column \"%s\", only %s: name one of these"
                            .formatted(
                                column.name(), name, String.join(", ", schema.fieldNames()))));
    if (!fits.test(field.dataType())) {
      throw new IllegalArgumentException(
          "%s: column \"%s\" holds %s: name a column of %s"
              .formatted(column.name(), name, field.dataType().simpleString(), holds));
    }
    return field;
  }

  private static Optional<StructField> field(StructType schema, String name) {
    for (StructField field : schema.fields()) {
      if (field.name().equals(name)) {
        return Optional.of(field);
      }
    }
    int dot = name.indexOf('.');
    return dot < 0
        ? Optional.empty()
        : field(schema, name.substring(0, dot))
            .filter(outer -> outer.dataType() instanceof StructType)
            .flatMap(outer -> field((StructType) outer.dataType(), name.substring(dot + 1)));
  }

  /** A column by its name, which may have dots, else a field within one. */
  static Column column(StructType schema, String name) {
    boolean whole = Arrays.asList(schema.fieldNames()).contains(name);
    return whole ? col("`%s`".formatted(name.replace("`", "``"))) : col(name);
  }
}
