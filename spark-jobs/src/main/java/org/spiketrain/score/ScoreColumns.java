package org.spiketrain.score;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.score.Answering.Answer;
import org.spiketrain.score.Answering.Answered;
import org.spiketrain.score.ScoreNames.Answers;

/**
 * Columns of scores, the same in every format: the place, the input's columns, then the {@code top}
 * most probable classes, at most as many as there are.
 *
 * @param input columns of the input
 * @param places whether rows have a file and a number in it
 * @param same columns that have the same text in all rows, behind the others
 */
record ScoreColumns(
    int top, ScoreNames names, StructType input, boolean places, Map<String, String> same)
    implements Serializable {
  /** Of the rows as they are scored, under names that no input has a say in. */
  static final String FILE = "file";

  static final String ROW = "row";

  /** Reason why something could not be scored; null where it is scored. */
  static final String REASON = "reason";

  /** Whether even the most probable class is too improbable to be the answer; not written. */
  static final String NONE = "none";

  /** Whether only its beginning is scored; not written. */
  static final String CUT = "cut";

  /**
   * @throws UserErrorException if the input has a column that scoring adds
   */
  ScoreColumns {
    Set<String> taken = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    taken.addAll(List.of(input.fieldNames()));
    List<String> added = new ArrayList<>(answerNames(top, names));
    added.add(REASON);
    added.addAll(same.keySet());
    if (places) {
      added.addAll(List.of(names.file(), names.row()));
    }
    for (String name : added) {
      if (taken.contains(name)) {
        throw new UserErrorException(
            "The input has a column \"%s\" already, which scoring adds: name that another way with scoring.columns, or rename the input's"
                .formatted(name));
      }
    }
    List<String> all = allNames(top, names, input, places, same);
    for (String name : names.written()) {
      if (!all.contains(name)) {
        throw new UserErrorException(
            "scoring.columns.written names a column \"%s\", but the scores have %s: name some of these"
                .formatted(name, String.join(", ", all)));
      }
    }
    for (String name : added) {
      if (!name.isBlank() && !taken.add(name)) {
        throw new UserErrorException(
            "Scoring adds two columns \"%s\": name one another way with scoring.columns"
                .formatted(name));
      }
    }
  }

  private static List<String> answerNames(int top, ScoreNames names) {
    return names.answers() == Answers.ARRAYS
        ? List.of(names.prediction(), names.probability(), names.labels(), names.probabilities())
        : IntStream.rangeClosed(1, top)
            .boxed()
            .flatMap(rank -> List.of(label(names, rank), probability(names, rank)).stream())
            .toList();
  }

  /** The class of some rank, from 1. */
  static String label(ScoreNames names, int rank) {
    return names.label() + "_" + rank;
  }

  /** The probability of the class of some rank, from 1. */
  static String probability(ScoreNames names, int rank) {
    return names.probability() + "_" + rank;
  }

  /** Columns of {@link #row}. */
  StructType schema() {
    StructType schema =
        new StructType().add(FILE, DataTypes.StringType).add(ROW, DataTypes.LongType);
    for (int c = 0; c < input.length(); c++) {
      schema = schema.add("c" + c, input.fields()[c].dataType());
    }
    for (int rank = 1; rank <= top; rank++) {
      schema = schema.add("l" + rank, DataTypes.StringType).add("p" + rank, DataTypes.FloatType);
    }
    return schema
        .add(NONE, DataTypes.BooleanType)
        .add(REASON, DataTypes.StringType)
        .add(CUT, DataTypes.BooleanType);
  }

  /**
   * What became of something, with its place and the columns of the input.
   *
   * @param classes their names
   */
  Row row(List<String> classes, Answered answered, String file, long row, Row columns) {
    Object[] fields = new Object[2 + input.length() + 2 * top + 3];
    int at = 0;
    fields[at++] = file;
    fields[at++] = row;
    for (int c = 0; c < input.length(); c++) {
      fields[at++] = columns.get(c);
    }
    if (answered.isScored()) {
      Answer answer = answered.answer();
      for (int rank = 0; rank < top; rank++) {
        int label = answer.ranked()[rank];
        fields[at++] = classes.get(label);
        fields[at++] = answer.probabilities()[label];
      }
      fields[fields.length - 3] = answer.none();
    } else {
      fields[fields.length - 2] = answered.problem();
    }
    fields[fields.length - 1] = answered.cut();
    return RowFactory.create(fields);
  }

  /** The file of a {@link #row}. */
  static String file(Row row) {
    return row.getString(0);
  }

  /**
   * Tells a {@link #row} from others: by its place, its texts, and the most probable class or why
   * there is none. The sum over all rows is the same in whatever order and pieces they were scored.
   */
  long checksum(Row row) {
    long sum = row.getString(0).hashCode() * 31L + row.getLong(1);
    int last = 2 + input.length() + 1;
    for (int at = 2; at < last; at++) {
      sum = mixed(sum) + (row.get(at) instanceof String text ? text.hashCode() : 0);
    }
    String reason = row.getString(row.length() - 2);
    return mixed(mixed(sum) + (reason == null ? 0 : reason.hashCode()));
  }

  /** Spreads a number over all bits (the finalizer of SplitMix64). */
  private static long mixed(long number) {
    long first = (number ^ (number >>> 30)) * 0xBF58476D1CE4E5B9L;
    long second = (first ^ (first >>> 27)) * 0x94D049BB133111EBL;
    return second ^ (second >>> 31);
  }

  /** Whether a {@link #row} says why something could not be scored. */
  static boolean isRejected(Row row) {
    return !row.isNullAt(row.length() - 2);
  }

  /** Whether a {@link #row} is of something that was scored by its beginning alone. */
  static boolean isCut(Row row) {
    return row.getBoolean(row.length() - 1);
  }

  /** Names of the columns of what was scored, as it is written. */
  List<String> outputNames() {
    return names.written().isEmpty() ? allNames(top, names, input, places, same) : names.written();
  }

  private static List<String> allNames(
      int top, ScoreNames names, StructType input, boolean places, Map<String, String> same) {
    List<String> all = new ArrayList<>();
    if (places) {
      Stream.of(names.file(), names.row()).filter(name -> !name.isBlank()).forEach(all::add);
    }
    all.addAll(List.of(input.fieldNames()));
    all.addAll(answerNames(top, names));
    all.addAll(same.keySet());
    return all;
  }

  /** What was scored, as it is written. */
  Dataset<Row> scored(Dataset<Row> rows) {
    List<Column> columns = inputColumns();
    List<String> added = answerNames(top, names);
    if (names.answers() == Answers.ARRAYS) {
      columns.add(answer().as(added.get(0)));
      columns.add(col("p1").as(added.get(1)));
      columns.add(array(ranks("l")).as(added.get(2)));
      columns.add(array(ranks("p")).as(added.get(3)));
    } else {
      for (int rank = 1; rank <= top; rank++) {
        columns.add((rank == 1 ? answer() : col("l" + rank)).as(label(names, rank)));
        columns.add(col("p" + rank).as(probability(names, rank)));
      }
    }
    same.forEach((name, text) -> columns.add(lit(text).as(name)));
    Dataset<Row> all = rows.filter(col(REASON).isNull()).select(columns.toArray(Column[]::new));
    return names.written().isEmpty()
        ? all
        : all.select(
            names.written().stream()
                .map(name -> col("`" + name.replace("`", "``") + "`"))
                .toArray(Column[]::new));
  }

  /** The most probable class, null where the answer is none. */
  private static Column answer() {
    return when(col(NONE), lit(null)).otherwise(col("l1"));
  }

  private Column[] ranks(String letter) {
    return IntStream.rangeClosed(1, top)
        .mapToObj(rank -> col(letter + rank))
        .toArray(Column[]::new);
  }

  /** What could not be scored, by place, in one partition, with the reason. */
  Dataset<Row> rejected(Dataset<Row> rows) {
    List<Column> columns = inputColumns();
    columns.add(col(REASON));
    same.forEach((name, text) -> columns.add(lit(text).as(name)));
    return rows.filter(col(REASON).isNotNull())
        .repartition(1)
        .sortWithinPartitions(FILE, ROW)
        .select(columns.toArray(Column[]::new));
  }

  private List<Column> inputColumns() {
    List<Column> columns = new ArrayList<>();
    if (places && !names.file().isBlank()) {
      columns.add(col(FILE).as(names.file()));
    }
    if (places && !names.row().isBlank()) {
      columns.add(col(ROW).as(names.row()));
    }
    StructField[] fields = input.fields();
    for (int c = 0; c < fields.length; c++) {
      columns.add(
          col("c" + c)
              .cast(StoredTypes.of(fields[c].dataType()))
              .as(fields[c].name(), fields[c].metadata()));
    }
    return columns;
  }
}
