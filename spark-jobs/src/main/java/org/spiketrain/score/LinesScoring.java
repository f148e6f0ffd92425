package org.spiketrain.score;

import java.io.Serializable;
import java.util.BitSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.CollectionAccumulator;
import org.spiketrain.data.Reading;
import org.spiketrain.score.RankedRows.ScoreColumns;
import org.spiketrain.score.RowNumbers.NumberedText;

/**
 * Scores lines of text, such as names or sentences. Each is encoded once, while it is scored; only
 * those that cannot be scored are looked at again, for the list of them.
 *
 * @param input what was named: a file or a folder
 * @param files its files
 */
record LinesScoring(SparkSession spark, ScoringModel model, String input, List<InputFile> files)
    implements Scoring {
  @Override
  public ScoreCounts write(Path folder, ScoreSettings settings) {
    ScoreInput texts = ScoreInput.open(spark, input, files, settings.csv(), model.lines().column());
    RowNumbers numbers = RowNumbers.count(texts.names());
    texts.checkNotEmpty(numbers, model);
    Broadcast<ScoringModel> broadcast =
        JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(model);
    try {
      Map<Integer, Outcome> outcomes = writeScores(texts, numbers, broadcast, settings, folder);
      long unusable = outcomes.values().stream().mapToLong(one -> one.rejected.cardinality()).sum();
      texts.checkUsable(numbers, unusable, model);
      if (unusable > 0) {
        writeRejects(texts, numbers, broadcast, outcomes, folder);
      }
      return new ScoreCounts(
          numbers.rows() - unusable,
          unusable,
          outcomes.values().stream().mapToLong(Outcome::cut).sum(),
          texts.withoutNames(numbers));
    } finally {
      broadcast.destroy();
    }
  }

  private StructType place() {
    return new StructType()
        .add(ScoreColumns.FILE, DataTypes.StringType)
        .add(ScoreColumns.ROW, DataTypes.LongType)
        .add(model.lines().column().name(), DataTypes.StringType);
  }

  private Map<Integer, Outcome> writeScores(
      ScoreInput texts,
      RowNumbers numbers,
      Broadcast<ScoringModel> broadcast,
      ScoreSettings settings,
      Path folder) {
    List<String> fileNames = texts.fileNames();
    RankedRows ranked = RankedRows.of(settings, model);
    CollectionAccumulator<Outcome> outcomes =
        spark.sparkContext().collectionAccumulator("scored texts");
    JavaRDD<Row> rows =
        texts
            .names()
            .mapPartitionsWithIndex(
                (partition, raw) ->
                    new Scores(
                        partition,
                        numbers.number(partition, raw),
                        broadcast.value(),
                        fileNames,
                        ranked,
                        outcomes),
                true);
    settings.format().write(spark.createDataFrame(rows, ranked.schema(place())), folder);
    return Outcome.byPartition(outcomes.value());
  }

  private void writeRejects(
      ScoreInput texts,
      RowNumbers numbers,
      Broadcast<ScoringModel> broadcast,
      Map<Integer, Outcome> outcomes,
      Path folder) {
    List<String> fileNames = texts.fileNames();
    Broadcast<Map<Integer, Outcome>> known =
        JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(outcomes);
    JavaRDD<Row> rows =
        texts
            .names()
            .mapPartitionsWithIndex(
                (partition, raw) ->
                    new Rejects(
                        numbers.number(partition, raw),
                        Outcome.rejectedOf(partition, known.value()),
                        broadcast.value(),
                        fileNames),
                true);
    StructType schema = place().add(ScoreColumns.REASON, DataTypes.StringType);
    ScoreOutput.writeRejects(spark.createDataFrame(rows, schema), folder);
    known.destroy();
  }

  /**
   * Outcome of a partition.
   *
   * @param partition its number
   * @param rejected its rows that cannot be scored, from 0
   * @param cut number of its rows of which only the beginning was scored
   */
  private record Outcome(int partition, BitSet rejected, long cut) implements Serializable {
    /** Rows of a partition that cannot be scored; an empty one has no outcome. */
    static BitSet rejectedOf(int partition, Map<Integer, Outcome> outcomes) {
      return outcomes.containsKey(partition) ? outcomes.get(partition).rejected : new BitSet();
    }

    /** By partition: one that a retried task scored again is there twice, and is taken once. */
    static Map<Integer, Outcome> byPartition(Collection<Outcome> all) {
      Map<Integer, Outcome> outcomes = new TreeMap<>();
      all.forEach(one -> outcomes.put(one.partition, one));
      return outcomes;
    }
  }

  /** Rows of some of the texts of a partition, each made as it is asked for. */
  private abstract static class Rows implements Iterator<Row> {
    private final Iterator<NumberedText> texts;
    private Optional<Row> ready = Optional.empty();

    Rows(Iterator<NumberedText> texts) {
      this.texts = texts;
    }

    /** The row of a text, if it has one. */
    abstract Optional<Row> made(NumberedText text);

    /** Called after the last text. */
    void end() {}

    @Override
    public boolean hasNext() {
      while (ready.isEmpty() && texts.hasNext()) {
        ready = made(texts.next());
        if (!texts.hasNext()) {
          end();
        }
      }
      return ready.isPresent();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException("no more texts in this partition");
      }
      Row row = ready.orElseThrow();
      ready = Optional.empty();
      return row;
    }
  }

  private static final class Scores extends Rows {
    private final int partition;
    private final ScoringModel model;
    private final List<String> files;
    private final RankedRows ranked;
    private final CollectionAccumulator<Outcome> outcomes;
    private final BitSet rejected = new BitSet();
    private int read;
    private long cut;

    Scores(
        int partition,
        Iterator<NumberedText> texts,
        ScoringModel model,
        List<String> files,
        RankedRows ranked,
        CollectionAccumulator<Outcome> outcomes) {
      super(texts);
      this.partition = partition;
      this.model = model;
      this.files = files;
      this.ranked = ranked;
      this.outcomes = outcomes;
    }

    @Override
    Optional<Row> made(NumberedText text) {
      Reading reading = text.name().read(model.lines());
      cut += reading.cut() ? 1 : 0;
      rejected.set(read++, reading.frames().isEmpty());
      return reading
          .frames()
          .map(
              frames ->
                  ranked.row(
                      model,
                      model.classifier().probabilitiesOf(frames),
                      files.get(text.name().file()),
                      text.row(),
                      text.name().text()));
    }

    @Override
    void end() {
      outcomes.add(new Outcome(partition, rejected, cut));
    }
  }

  private static final class Rejects extends Rows {
    private final BitSet rejected;
    private final ScoringModel model;
    private final List<String> files;
    private int read;

    Rejects(Iterator<NumberedText> texts, BitSet rejected, ScoringModel model, List<String> files) {
      super(texts);
      this.rejected = rejected;
      this.model = model;
      this.files = files;
    }

    @Override
    Optional<Row> made(NumberedText text) {
      return rejected.get(read++)
          ? Optional.of(
              RowFactory.create(
                  files.get(text.name().file()),
                  text.row(),
                  text.name().text(),
                  text.name().read(model.lines()).problem()))
          : Optional.empty();
    }
  }
}
