package org.spiketrain.score;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.spiketrain.model.UserErrorException;

/** All that there is to score: lines of text, or recordings. */
interface ScoreInput {
  /** Whether each row has a place: a file and a number in it. */
  boolean hasFiles();

  /** Name of that number's column, if it is not a row. */
  default Optional<String> position() {
    return Optional.empty();
  }

  /** Number of the rows, where it is known before they are read. */
  default OptionalLong rows() {
    return OptionalLong.empty();
  }

  /** What was found in files of lines, which need not be looked into again. */
  default Optional<LineTexts> lines() {
    return Optional.empty();
  }

  /** Column of the texts, where these are a column as it stands. */
  default Optional<String> texts() {
    return Optional.empty();
  }

  /** Columns of the input, which are carried through. */
  StructType columns();

  /**
   * The scores, each computed as it is asked for; those of one file follow in their order. A
   * partition is a piece that is scored by itself.
   */
  JavaRDD<Row> score(Broadcast<Answering> model, ScoreColumns output);

  /**
   * What cannot be scored, in rows as those of {@link #score}, where that is found without scoring
   * the rest.
   */
  default Optional<JavaRDD<Row>> rejected(Broadcast<Answering> model, ScoreColumns output) {
    return Optional.empty();
  }

  /** The files in which there may be nothing and is nothing, each with what it has instead. */
  default List<String> withoutAny(Set<String> filesWithSomething) {
    return List.of();
  }

  /** Explains why nothing was scored; the rejects have the reasons. */
  UserErrorException nothingScored(long rejected, Dataset<Row> rejects);
}
