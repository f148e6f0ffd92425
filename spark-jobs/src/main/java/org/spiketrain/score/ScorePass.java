package org.spiketrain.score;

import static org.apache.spark.sql.functions.col;

import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.PartitionPruningRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.spiketrain.model.UserErrorException;
import scala.Function1;

/** An input and the model that scores it, piece by piece or all at once. A piece is a partition. */
final class ScorePass {
  private final SparkSession session;
  private final ScoreInput input;
  private final ScoreColumns columns;
  private final JavaRDD<Row> rows;
  private final Optional<JavaRDD<Row>> rejects;

  /**
   * @param session a session of this scoring's own
   * @throws UserErrorException if the input's columns and those of the scores are the same
   */
  ScorePass(SparkSession session, ScoreInput input, SharedModel model, ScoreSettings settings) {
    this(session, input, model, settings, Map.of());
  }

  /**
   * @param same columns that have the same text in all rows
   */
  ScorePass(
      SparkSession session,
      ScoreInput input,
      SharedModel model,
      ScoreSettings settings,
      Map<String, String> same) {
    this.session = session;
    this.input = input;
    this.columns =
        new ScoreColumns(
            Math.min(settings.top(), model.model().classes().size()),
            input.position().map(settings.names()::withRow).orElse(settings.names()),
            input.columns(),
            input.hasFiles(),
            same);
    this.rows = input.score(model.shared(), columns);
    this.rejects = input.rejected(model.shared(), columns);
  }

  ScoreColumns columns() {
    return columns;
  }

  /** Number of the pieces. */
  int pieces() {
    return rows.getNumPartitions();
  }

  /** Rows, and the count of those that have been computed. */
  private record Tallied(Dataset<Row> rows, ScoreTally tally) {}

  private Tallied tallied(JavaRDD<Row> all, int first, int pieces) {
    ScoreTally tally = ScoreTally.registered(session.sparkContext());
    JavaRDD<Row> some = tally.counted(pruned(all, first, pieces), columns);
    return new Tallied(session.createDataFrame(some, columns.schema()), tally);
  }

  private static JavaRDD<Row> pruned(JavaRDD<Row> all, int first, int pieces) {
    if (pieces == all.getNumPartitions()) {
      return all;
    }
    Function1<Object, Object> among =
        (Function1<Object, Object> & Serializable)
            piece -> (Integer) piece >= first && (Integer) piece < first + pieces;
    return PartitionPruningRDD.create(all.rdd(), among).toJavaRDD();
  }

  /**
   * Scores some pieces and writes the scores as they are computed, and then what cannot be scored.
   *
   * @param progress learns of the rows as tasks end
   */
  ScoreCounts write(int first, int pieces, ScoreWriter writer, ScoreProgress progress) {
    long start = System.nanoTime();
    Tallied scored = tallied(rows, first, pieces);
    progress.now(scored.tally);
    if (rejects.isPresent()) {
      writeAtOnce(scored, tallied(rejects.get(), first, pieces), writer);
    } else {
      writeWhenCounted(scored, pieces == pieces(), writer);
    }
    return scored.tally.counts(first, pieces, seconds(start));
  }

  /**
   * Scores everything, and writes only once it is known that there is something to write.
   *
   * @throws UserErrorException if there is not
   */
  ScoreCounts writeWhenCounted(ScoreWriter writer, ScoreProgress progress) {
    return writeWhenCounted(true, writer, progress);
  }

  /** Scores everything; what the input holds is read once, and may be nothing. */
  ScoreCounts writeOnce(ScoreWriter writer, ScoreProgress progress) {
    return writeWhenCounted(false, writer, progress);
  }

  private ScoreCounts writeWhenCounted(
      boolean something, ScoreWriter writer, ScoreProgress progress) {
    long start = System.nanoTime();
    Tallied scored = tallied(rows, 0, pieces());
    progress.now(scored.tally);
    writeWhenCounted(scored, something, writer);
    return scored.tally.counts(0, pieces(), seconds(start));
  }

  private static double seconds(long start) {
    return (double) (System.nanoTime() - start) / TimeUnit.SECONDS.toNanos(1);
  }

  private void writeAtOnce(Tallied scored, Tallied rejected, ScoreWriter writer) {
    writer.scores(columns.scored(scored.rows));
    long count = scored.tally.rejected();
    if (count > 0) {
      writer.rejects(columns.rejected(rejected.rows), count);
      // They were looked for once more.
      if (rejected.tally.all() != count) {
        throw new UserErrorException(
            "The input gave other rows when it was read again (%d that cannot be scored, then %d): score it when nobody changes it, or a copy of it"
                .formatted(count, rejected.tally.all()));
      }
    }
  }

  /** The scores stay on disk until it is known that they are to be written. */
  private void writeWhenCounted(Tallied scored, boolean something, ScoreWriter writer) {
    // What is kept for a moment is not worth the search for its shortest form.
    session.conf().set("spark.sql.inMemoryColumnarStorage.compressed", false);
    Dataset<Row> all = scored.rows.persist(StorageLevel.DISK_ONLY());
    try {
      all.count();
      Dataset<Row> rejected = all.filter(col(ScoreColumns.REASON).isNotNull());
      long count = scored.tally.rejected();
      if (something && scored.tally.all() == count) {
        throw input.nothingScored(count, rejected);
      }
      if (count > 0) {
        writer.rejects(columns.rejected(rejected), count);
      }
      writer.scores(columns.scored(all));
    } finally {
      all.unpersist();
    }
  }
}
