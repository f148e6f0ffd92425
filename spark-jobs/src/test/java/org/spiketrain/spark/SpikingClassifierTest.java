package org.spiketrain.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** What can be said of params and columns without Spark. */
class SpikingClassifierTest {
  private final SpikingClassifier classifier = new SpikingClassifier().setInputCol("name");

  private static StructType columns(String ddl) {
    return StructType.fromDDL(ddl);
  }

  private void isRefused(String ddl, String message) {
    assertThatThrownBy(() -> classifier.transformSchema(columns(ddl)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void columnsThatAreMissingOrOfAnotherTypeAreNamed() {
    isRefused(
        "text STRING, label STRING",
        "inputCol: the data have no column \"name\", only text, label: name one of these");
    isRefused(
        "name INT, label STRING", "inputCol: column \"name\" holds int: name a column of strings");
    isRefused(
        "name STRING, class STRING",
        "labelCol: the data have no column \"label\", only name, class: name one of these");
    isRefused(
        "name STRING, label BOOLEAN",
        "labelCol: column \"label\" holds boolean: name a column of strings or numbers");
    isRefused(
        "name STRING, label INT, Prediction INT",
        "The data have a column \"prediction\" already, which scoring adds: rename it, or set another name");
    classifier.setValidationIndicatorCol("checks");
    isRefused(
        "name STRING, label INT, checks INT",
        "validationIndicatorCol: column \"checks\" holds int: name a column of booleans");
    classifier.setWeightCol("weight");
    isRefused(
        "name STRING, label INT, checks BOOLEAN, weight STRING",
        "weightCol: column \"weight\" holds string: name a column of numbers");
    classifier.setWeightCol("").clear(classifier.inputCol());
    isRefused(
        "name STRING", "labelCol: the data have no column \"label\", only name: name one of these");
    isRefused("label INT, checks BOOLEAN", "inputCol is not set: name the column of strings");
  }

  @Test
  void scoringAddsThreeColumnsOrThoseThatHaveAName() {
    StructType schema = columns("person STRUCT<name: STRING>, label DOUBLE");
    classifier.setInputCol("person.name");

    assertThat(classifier.transformSchema(schema).fieldNames())
        .containsExactly("person", "label", "rawPrediction", "probability", "prediction");
    classifier.setProbabilityCol("").setRawPredictionCol("");
    assertThat(classifier.transformSchema(schema).fieldNames())
        .containsExactly("person", "label", "prediction");
  }

  @Test
  void paramsAreExplainedCheckedAndCopied() {
    assertThat(classifier.explainParams())
        .contains("learningRate: peak learning rate, above 0")
        .contains("inputCol: ", "(current: name)", "(default: error)");
    assertThatThrownBy(() -> classifier.setLearningRate(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("learningRate");
    assertThatThrownBy(() -> classifier.setHandleInvalid("drop"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("handleInvalid");
    ParamMap extra = new ParamMap().put(classifier.learningRate(), 0.5);

    SpikingClassifier copy = classifier.copy(extra);

    assertThat(copy.uid()).isEqualTo(classifier.uid());
    assertThat(copy.getInputCol()).isEqualTo("name");
    assertThat(copy.getOrDefault(copy.learningRate())).isEqualTo(0.5);
    assertThat(classifier.isSet(classifier.learningRate())).isFalse();
  }
}
