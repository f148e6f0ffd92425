package org.spiketrain.evaluate.baseline;

import java.io.Serializable;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A text to be fitted to.
 *
 * @param label its class
 */
record LabelledText(int label, String text) implements Serializable {
  /**
   * The texts of a training split that baselines are fitted to.
   *
   * @param column the column of frames that has them
   */
  static JavaRDD<LabelledText> of(Dataset<Row> train, BaselineTask task, String column) {
    return TrainingSample.of(train.select("id", "label", column), task)
        .select("label", column)
        .queryExecution()
        .toRdd()
        .toJavaRDD()
        .map(row -> new LabelledText(row.getInt(0), row.getUTF8String(1).toString()));
  }
}
