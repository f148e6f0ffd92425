package org.spiketrain.data.io;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A recording that cannot be used, and why.
 *
 * @param file what users know its file as
 * @param recording its index in the file, from 0
 */
public record RejectedRecording(String file, long recording, String reason)
    implements Serializable {
  private static final StructType COLUMNS =
      new StructType()
          .add("file", DataTypes.StringType)
          .add("recording", DataTypes.LongType)
          .add("reason", DataTypes.StringType);

  /** Recordings as a list of rejects has them: columns file, recording and reason. */
  public static Dataset<Row> table(SparkSession spark, List<RejectedRecording> rejected) {
    List<Row> rows =
        rejected.stream()
            .map(one -> RowFactory.create(one.file, one.recording, one.reason))
            .toList();
    return spark.createDataFrame(rows, COLUMNS).coalesce(1);
  }
}
