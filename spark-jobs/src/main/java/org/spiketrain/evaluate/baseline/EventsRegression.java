package org.spiketrain.evaluate.baseline;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.model.frames.SpikeFrames;

/**
 * Logistic regression on how much happens when and where in a recording: standardised logarithms of
 * sums.
 *
 * @param isBalanced whether it takes the classes for equally frequent
 * @param training how it is fitted
 */
record EventsRegression(
    String key, String title, boolean isBalanced, FrameSums sums, LinearTraining training)
    implements Baseline {
  @Override
  public FittedBaseline fit(Dataset<Row> train, BaselineTask task) {
    FrameSums counted = sums;
    JavaRDD<LabelledRow> examples =
        FrameParquet.examples(TrainingSample.of(train, task))
            .map(one -> new LabelledRow(one.label(), counted.of(one.frames())));
    LinearModel model = training.fit(examples, task.classes(), sums.size());
    int channels = task.manifest().channels();
    UDF1<Row, double[]> answer = row -> model.probabilities(counted.of(frames(row, channels)));
    return (rows, column) ->
        rows.withColumn(
            column,
            udf(answer, DataTypes.createArrayType(DataTypes.DoubleType, false))
                .apply(struct(col("row_start"), col("channel"), col("value"))));
  }

  private static SpikeFrames frames(Row row, int channels) {
    List<Float> values = row.getList(2);
    float[] value = new float[values.size()];
    for (int k = 0; k < value.length; k++) {
      value[k] = values.get(k);
    }
    return new SpikeFrames(channels, ints(row.getList(0)), ints(row.getList(1)), value);
  }

  private static int[] ints(List<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }
}
