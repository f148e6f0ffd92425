package org.spiketrain.score;

import java.io.Serializable;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.ToLongFunction;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.util.AccumulatorV2;

/**
 * Counts the rows of an RDD while something else is done with them. A partition that is computed
 * again, by a retry or by a second job, counts once. Safe for a thread that looks on.
 */
final class ScoreTally extends AccumulatorV2<ScoreTally.Part, Map<Integer, ScoreTally.Part>> {
  private static final long serialVersionUID = 1L;

  /** Looked at while tasks still add to it. */
  private final Map<Integer, Part> parts = new ConcurrentSkipListMap<>();

  /** Rows of one file in one partition. */
  static final class FileRows implements Serializable {
    private static final long serialVersionUID = 1L;

    private long all;
    private long rejected;
    private long cut;
    private long checksum;

    private void add(Row row, ScoreColumns columns) {
      all++;
      rejected += ScoreColumns.isRejected(row) ? 1 : 0;
      cut += ScoreColumns.isCut(row) ? 1 : 0;
      checksum += columns.checksum(row);
    }
  }

  /** Rows of one partition, by file. */
  record Part(int number, Map<String, FileRows> files) implements Serializable {}

  /** A tally of which the driver learns. */
  static ScoreTally registered(SparkContext context) {
    ScoreTally tally = new ScoreTally();
    context.register(tally);
    return tally;
  }

  /** The same rows, counted as they pass: those of {@link ScoreColumns#row}. */
  JavaRDD<Row> counted(JavaRDD<Row> rows, ScoreColumns columns) {
    return rows.mapPartitionsWithIndex(
        (part, some) -> new Counter(this, part, some, columns), true);
  }

  /** Hands its rows on and tells the tally when there are no more. */
  private static final class Counter implements Iterator<Row> {
    private final ScoreTally tally;
    private final Part part;
    private final Iterator<Row> rows;
    private final ScoreColumns columns;
    private String file;
    private FileRows ofFile;

    Counter(ScoreTally tally, int part, Iterator<Row> rows, ScoreColumns columns) {
      this.tally = tally;
      this.part = new Part(part, new HashMap<>());
      this.rows = rows;
      this.columns = columns;
    }

    @Override
    public boolean hasNext() {
      boolean more = rows.hasNext();
      if (!more) {
        tally.add(part);
      }
      return more;
    }

    @Override
    public Row next() {
      Row row = rows.next();
      String its = ScoreColumns.file(row);
      if (!its.equals(file)) {
        file = its;
        ofFile = part.files.computeIfAbsent(its, name -> new FileRows());
      }
      ofFile.add(row, columns);
      return row;
    }
  }

  /** What was counted of the pieces of an input from one on. */
  ScoreCounts counts(int first, int pieces, double seconds) {
    return new ScoreCounts(
        first,
        pieces,
        all() - rejected(),
        rejected(),
        cut(),
        sum(rows -> rows.checksum),
        seconds,
        files());
  }

  /** All rows that were counted. */
  long all() {
    return sum(rows -> rows.all);
  }

  /** Rows that could not be scored. */
  long rejected() {
    return sum(rows -> rows.rejected);
  }

  /** Rows that were scored by their beginning alone. */
  long cut() {
    return sum(rows -> rows.cut);
  }

  /** Files that had any rows. */
  Set<String> files() {
    Set<String> files = new HashSet<>();
    parts.values().forEach(part -> files.addAll(part.files.keySet()));
    return files;
  }

  private long sum(ToLongFunction<FileRows> count) {
    return parts.values().stream()
        .map(part -> part.files.values())
        .flatMap(Collection::stream)
        .mapToLong(count)
        .sum();
  }

  @Override
  public boolean isZero() {
    return parts.isEmpty();
  }

  @Override
  public AccumulatorV2<Part, Map<Integer, Part>> copy() {
    ScoreTally copy = new ScoreTally();
    copy.parts.putAll(parts);
    return copy;
  }

  @Override
  public void reset() {
    parts.clear();
  }

  @Override
  public void add(Part part) {
    parts.put(part.number, part);
  }

  @Override
  public void merge(AccumulatorV2<Part, Map<Integer, Part>> other) {
    parts.putAll(other.value());
  }

  @Override
  public Map<Integer, Part> value() {
    return parts;
  }
}
