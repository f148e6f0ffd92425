package org.spiketrain.score;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.apache.hadoop.mapreduce.lib.input.FileSplit;
import org.apache.hadoop.mapreduce.lib.input.TextInputFormat;
import org.apache.spark.api.java.JavaNewHadoopRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.spiketrain.data.LineColumn;
import org.spiketrain.data.io.ParquetFooter;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.score.InputFile.InputFormat;
import scala.Tuple2;

/** Lines of text, such as names or sentences, in text files, CSV and Parquet. */
final class TextInput implements ScoreInput {
  private final SparkSession spark;
  private final ScoringModel model;
  private final String path;
  private final Map<InputFormat, List<InputFile>> files;
  private final List<InputFile> all;
  private final CsvTexts csv;

  /** Looks into the CSV files; refuses one that does not show which column holds the texts. */
  TextInput(
      SparkSession spark,
      ScoringModel model,
      String path,
      List<InputFile> files,
      CsvDialect dialect) {
    this.spark = spark;
    this.model = model;
    this.path = path;
    this.all = files;
    this.files = files.stream().collect(Collectors.groupingBy(InputFile::format));
    this.csv = CsvTexts.scan(spark, of(InputFormat.CSV), dialect, model.lines().column());
  }

  private List<InputFile> of(InputFormat format) {
    return files.getOrDefault(format, List.of());
  }

  @Override
  public StructType place() {
    return new StructType()
        .add(ScoreColumns.FILE, DataTypes.StringType)
        .add(ScoreColumns.ROW, DataTypes.LongType)
        .add(model.lines().column().name(), DataTypes.StringType);
  }

  @Override
  public JavaRDD<Row> score(Broadcast<ScoringModel> shared, ScoreColumns columns) {
    return texts()
        .map(
            text ->
                columns.row(
                    shared.value(),
                    text.read(shared.value().lines()),
                    text.file(),
                    text.row(),
                    text.text()));
  }

  private JavaRDD<RawText> texts() {
    List<JavaRDD<RawText>> parts = lines(of(InputFormat.TEXT));
    parts.add(csv.texts());
    of(InputFormat.PARQUET).forEach(file -> parts.add(column(file)));
    return parts.stream().reduce(JavaRDD::union).orElseThrow();
  }

  /**
   * The lines of text files. Hadoop's text format hands over the bytes of each line, in pieces of a
   * file that keep their order, so that large files are read in parallel and a line that is not
   * UTF-8 is noticed; Spark's own text reader would replace its bytes. The lines of a file in
   * pieces are counted by a pass of their own.
   */
  private List<JavaRDD<RawText>> lines(List<InputFile> texts) {
    long pieceBytes = InputFile.pieceBytes(spark, texts);
    List<JavaRDD<RawText>> parts = new ArrayList<>();
    List<InputFile> whole = texts.stream().filter(file -> file.bytes() <= pieceBytes).toList();
    if (!whole.isEmpty()) {
      Map<String, String> names =
          whole.stream().collect(Collectors.toMap(TextInput::uriPath, InputFile::name));
      parts.add(
          records(whole, pieceBytes)
              .mapPartitionsWithInputSplit(
                  (split, lines) -> numbered(names.get(uriPath(split)), lines), true));
    }
    for (InputFile file : texts) {
      if (file.bytes() > pieceBytes) {
        String name = file.name();
        parts.add(
            records(List.of(file), pieceBytes)
                .values()
                .zipWithIndex()
                .map(line -> RawText.line(name, line._2() + 1, line._1())));
      }
    }
    return parts;
  }

  private JavaNewHadoopRDD<LongWritable, Text> records(List<InputFile> texts, long pieceBytes) {
    try {
      Job job = Job.getInstance(spark.sessionState().newHadoopConf());
      for (InputFile file : texts) {
        FileInputFormat.addInputPath(job, new Path(file.pattern()));
      }
      // No smaller either, whatever the blocks of the file system: a small file is one piece.
      FileInputFormat.setMinInputSplitSize(job, pieceBytes);
      FileInputFormat.setMaxInputSplitSize(job, pieceBytes);
      return (JavaNewHadoopRDD<LongWritable, Text>)
          JavaSparkContext.fromSparkContext(spark.sparkContext())
              .newAPIHadoopRDD(
                  job.getConfiguration(), TextInputFormat.class, LongWritable.class, Text.class);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot set up the reading of the text files", e);
    }
  }

  private static String uriPath(InputFile file) {
    return new Path(file.location()).toUri().getPath();
  }

  private static String uriPath(InputSplit split) {
    return ((FileSplit) split).getPath().toUri().getPath();
  }

  private static Iterator<RawText> numbered(
      String file, Iterator<Tuple2<LongWritable, Text>> lines) {
    AtomicLong row = new AtomicLong();
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(lines, Spliterator.ORDERED), false)
        .map(line -> RawText.line(file, row.incrementAndGet(), line._2()))
        .iterator();
  }

  /** The wanted column of a Parquet file; of several files, Spark would mix the pieces. */
  private JavaRDD<RawText> column(InputFile file) {
    ParquetFooter.check(spark.sessionState().newHadoopConf(), new Path(file.location()));
    Dataset<Row> rows = spark.read().parquet(file.pattern());
    List<String> columns = List.of(rows.columns());
    LineColumn wanted = model.lines().column();
    int column =
        wanted
            .among(columns)
            .orElseThrow(
                () ->
                    new UserErrorException(
                        "Parquet file %s has no column \"%s\", only %s: rename the column of the %s"
                            .formatted(
                                file.location(),
                                wanted.name(),
                                String.join(", ", columns),
                                wanted.content())));
    // By number: a column's own name may have any characters.
    Dataset<Row> numbered =
        rows.toDF(IntStream.range(0, columns.size()).mapToObj(c -> "c" + c).toArray(String[]::new));
    String name = file.name();
    return numbered
        .select(numbered.col("c" + column).cast(DataTypes.StringType))
        .toJavaRDD()
        .zipWithIndex()
        .map(
            row ->
                RawText.decoded(
                    name, row._2() + 1, row._1().isNullAt(0) ? "" : row._1().getString(0)));
  }

  @Override
  public List<String> withoutAny(Set<String> filesWithSomething) {
    return all.stream()
        .filter(file -> !filesWithSomething.contains(file.name()))
        .map(file -> file.name() + (onlyHeader(file) ? " (only a header)" : " (empty)"))
        .toList();
  }

  private boolean onlyHeader(InputFile file) {
    return csv.headerOnly().contains(file.name());
  }

  @Override
  public UserErrorException nothingScored(long rejected, Dataset<Row> rejects) {
    if (rejected == 0) {
      boolean headers = all.stream().allMatch(this::onlyHeader);
      return new UserErrorException(
          (headers
                  ? "%s has only a header: put at least one %s below it"
                  : "%s is empty: put at least one %s there")
              .formatted(path, model.terms().example()));
    }
    return new UserErrorException(
        "None of the %d rows of %s can be scored: they are blank, not UTF-8 or %s. Is this a list of %s, and its column called \"%s\"?"
            .formatted(
                rejected,
                path,
                model.lines().lack(),
                model.lines().column().content(),
                model.lines().column().name()));
  }
}
