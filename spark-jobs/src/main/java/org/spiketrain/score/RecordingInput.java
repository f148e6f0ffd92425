package org.spiketrain.score;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.spiketrain.data.Reading;
import org.spiketrain.data.RecordingEncoder;
import org.spiketrain.data.io.RecordingRange;
import org.spiketrain.model.UserErrorException;

/**
 * Recordings of events. As in preprocessing, the files are read twice: each as a whole, to unpack
 * it and to find faults, then by ranges of recordings, which Spark distributes.
 *
 * @param path what was named: a file or a folder
 * @param unpacked folder for what is unpacked, where all executors can read it
 */
record RecordingInput(
    SparkSession spark,
    RecordingEncoder encoder,
    String path,
    List<InputFile> files,
    Path unpacked,
    ScoreSplit split)
    implements ScoreInput {
  /** A task and an output file for fewer would cost more than the scoring. */
  private static final int FEWEST_RECORDINGS = 16;

  /** More would make a piece that is lost when a program is killed take minutes. */
  private static final int MOST_RECORDINGS = 1000;

  @Override
  public boolean hasFiles() {
    return true;
  }

  @Override
  public Optional<String> position() {
    return Optional.of("recording");
  }

  @Override
  public StructType columns() {
    return new StructType();
  }

  @Override
  public JavaRDD<Row> score(Broadcast<Answering> model, ScoreColumns output) {
    List<RecordingRange> ranges =
        encoder.ranges(
            spark,
            files.stream().map(InputFile::location).toList(),
            files.stream().map(InputFile::name).toList(),
            unpacked,
            all ->
                (int)
                    Math.min(
                        MOST_RECORDINGS, Math.max(FEWEST_RECORDINGS, all / split.pieces() + 1)));
    SerializableConfiguration conf =
        new SerializableConfiguration(spark.sessionState().newHadoopConf());
    return JavaSparkContext.fromSparkContext(spark.sparkContext())
        .parallelize(ranges, ranges.size())
        .keyBy(RecordingRange::file)
        .flatMapValues(
            range ->
                model
                    .value()
                    .model()
                    .encoder()
                    .recordings()
                    .orElseThrow()
                    .read(conf.value(), range))
        .map(
            read ->
                output.row(
                    model.value().model().classes(),
                    model.value().read(new Reading(read._2().frames(), read._2().problem(), false)),
                    read._1(),
                    read._2().row(),
                    RowFactory.create()));
  }

  @Override
  public UserErrorException nothingScored(long rejected, Dataset<Row> rejects) {
    return nothingScored(path, encoder, rejected, rejects);
  }

  /** Explains why no recording was scored. */
  static UserErrorException nothingScored(
      String what, RecordingEncoder encoder, long rejected, Dataset<Row> rejects) {
    if (rejected == 0) {
      return new UserErrorException(
          "%s is empty: put at least one recording there".formatted(what));
    }
    Map<String, Long> reasons = new TreeMap<>();
    rejects
        .groupBy(ScoreColumns.REASON)
        .count()
        .collectAsList()
        .forEach(counted -> reasons.put(counted.getString(0), counted.getLong(1)));
    return new UserErrorException(
        "No recording of %s can be scored: %s. The model reads %s"
            .formatted(what, reasons, encoder.wanted()));
  }
}
