package org.spiketrain.score;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.RecordingRange;
import org.spiketrain.data.io.RejectedRecording;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.score.InputFiles.PieceSize;
import org.spiketrain.score.RankedRows.ScoreColumns;
import org.spiketrain.score.RecordingScores.ScoredRange;
import org.spiketrain.score.Scoring.ScoreCounts;

/**
 * Scores recordings of events. As in preprocessing, the files are read twice: each as a whole, to
 * unpack it and to find faults, then by ranges of recordings, which Spark distributes.
 *
 * @param input what was named: a file or a folder
 * @param files its files
 */
record RecordingsScoring(
    SparkSession spark, ScoringModel model, String input, List<InputFile> files)
    implements Scoring {
  private static final StructType PLACE =
      new StructType()
          .add(ScoreColumns.FILE, DataTypes.StringType)
          .add(ScoreColumns.RECORDING, DataTypes.LongType);

  @Override
  public ScoreCounts write(Path folder, ScoreSettings settings) {
    Configuration conf = spark.sessionState().newHadoopConf();
    // In the output, since the executors share no other location; gone before the output appears.
    Path unpacked = new Path(folder, "_unpacked");
    List<ScoredRange> results = writeScores(ranges(unpacked), settings, folder);
    FileSystems.delete(conf, unpacked);
    long scored = results.stream().mapToLong(ScoredRange::scored).sum();
    if (scored == 0) {
      throw nothingScored(results);
    }
    List<RejectedRecording> rejects =
        results.stream().flatMap(result -> result.rejected().stream()).toList();
    if (!rejects.isEmpty()) {
      ScoreOutput.writeRejects(RejectedRecording.table(spark, rejects), folder);
    }
    return new ScoreCounts(scored, rejects.size(), 0, List.of());
  }

  private List<RecordingRange> ranges(Path unpacked) {
    return model
        .encoder()
        .recordings()
        .orElseThrow()
        .ranges(
            spark,
            files.stream().map(InputFile::location).toList(),
            files.stream().map(InputFile::name).toList(),
            unpacked,
            all -> PieceSize.ofRecordings(spark, all));
  }

  private List<ScoredRange> writeScores(
      List<RecordingRange> ranges, ScoreSettings settings, Path folder) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    SerializableConfiguration conf =
        new SerializableConfiguration(spark.sessionState().newHadoopConf());
    RankedRows ranked = RankedRows.of(settings, model);
    CollectionAccumulator<ScoredRange> results =
        spark.sparkContext().collectionAccumulator("scored recordings");
    Broadcast<ScoringModel> broadcast = context.broadcast(model);
    try {
      JavaRDD<Row> rows =
          context
              .parallelize(ranges, ranges.size())
              .flatMap(
                  range ->
                      new RecordingScores(range, conf.value(), broadcast.value(), ranked, results));
      settings.format().write(spark.createDataFrame(rows, ranked.schema(PLACE)), folder);
    } finally {
      broadcast.destroy();
    }
    return ScoredRange.once(results.value());
  }

  private UserErrorException nothingScored(List<ScoredRange> results) {
    Map<String, Long> reasons = new TreeMap<>();
    results.forEach(
        result ->
            result
                .rejected()
                .forEach(recording -> reasons.merge(recording.reason(), 1L, Long::sum)));
    return new UserErrorException(
        "No recording of %s can be scored: %s. The model reads %s"
            .formatted(input, reasons, model.encoder().recordings().orElseThrow().wanted()));
  }
}
