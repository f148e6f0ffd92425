package org.spiketrain.score;

import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.spiketrain.model.UserErrorException;

/** All that there is to score: lines of text, or recordings. */
interface ScoreInput {
  /** Columns that say what was scored: the file, the position in it, and what else there is. */
  StructType place();

  default String position() {
    return place().fieldNames()[1];
  }

  /** The scores, each computed as it is asked for; a partition has those of one file, in order. */
  JavaRDD<Row> score(Broadcast<ScoringModel> model, ScoreColumns columns);

  /** The files in which there may be nothing and is nothing, each with what it has instead. */
  default List<String> withoutAny(Set<String> filesWithSomething) {
    return List.of();
  }

  /** Explains why nothing was scored; the rejects have the reasons. */
  UserErrorException nothingScored(long rejected, Dataset<Row> rejects);
}
