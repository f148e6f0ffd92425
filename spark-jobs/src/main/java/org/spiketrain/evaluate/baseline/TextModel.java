package org.spiketrain.evaluate.baseline;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import java.io.Serializable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/** Answers texts one by one. */
@FunctionalInterface
interface TextModel extends Serializable {
  /** Probabilities of the classes. */
  double[] probabilities(String text);

  /**
   * The model as a baseline.
   *
   * @param textColumn column of the texts
   */
  default FittedBaseline reading(String textColumn) {
    return (rows, column) -> answered(rows, textColumn, column);
  }

  /** Executors get the model once each: it may have millions of numbers. */
  private Dataset<Row> answered(Dataset<Row> rows, String textColumn, String column) {
    Broadcast<TextModel> shared =
        JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext()).broadcast(this);
    UDF1<String, double[]> answer = text -> shared.value().probabilities(text);
    return rows.withColumn(
        column,
        udf(answer, DataTypes.createArrayType(DataTypes.DoubleType, false)).apply(col(textColumn)));
  }
}
