package org.spiketrain.score;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.OutputLease;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.results.OutputFiles;
import org.spiketrain.score.StreamModels.Loaded;

/**
 * Scores and writes micro-batches, each once: one that Spark repeats, since it does not know that
 * it is done, is there already.
 */
final class StreamBatches implements VoidFunction2<Dataset<Row>, Long> {
  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(StreamBatches.class);
  private static final String VERSION = "model_version";
  private static final String BATCH = "batch";

  private final transient SparkSession spark;
  private final transient StreamSettings settings;
  private final transient StreamModels models;
  private final transient String stream;
  private final transient StreamListener listener;
  private final transient ScoreProgress progress;
  private final transient Configuration conf;
  private final transient ReentrantLock working = new ReentrantLock();

  /**
   * @param spark a session of this stream's own
   * @param stream tells its micro-batches from those of others
   */
  StreamBatches(
      SparkSession spark,
      StreamSettings settings,
      StreamModels models,
      String stream,
      StreamListener listener,
      ScoreProgress progress) {
    this.spark = spark;
    this.settings = settings;
    this.models = models;
    this.stream = stream;
    this.listener = listener;
    this.progress = progress;
    this.conf = spark.sessionState().newHadoopConf();
  }

  /** Held while a micro-batch is scored and written. */
  ReentrantLock working() {
    return working;
  }

  @Override
  public void call(Dataset<Row> rows, Long number) throws InterruptedException {
    working.lockInterruptibly();
    try {
      if (settings.output().isBlank()) {
        intoTable(rows, number);
      } else {
        intoFolder(rows, number);
      }
    } finally {
      working.unlock();
    }
  }

  private void intoFolder(Dataset<Row> rows, long number) {
    Path folder = new Path(settings.output(), BATCH + "=" + number);
    if (FileSystems.exists(conf, new Path(folder, FolderScores.MARKER))) {
      LOG.info("Micro-batch {} is there already", number);
      return;
    }
    // Of a store that renames file by file.
    FileSystems.delete(conf, folder);
    Loaded model = models.of(number);
    try (AtomicOutput out = AtomicOutput.directory(conf, folder, OutputMode.REFUSE_EXISTING)) {
      ScoreWriter writer = new ScoreWriter(spark, settings.scoring(), out.staging().toString());
      ScoreCounts counts =
          pass(rows, model, Map.of(VERSION, model.version().version())).writeOnce(writer, progress);
      writer.checkWritten(counts, false);
      OutputFiles.write(
          conf, out.staging(), Map.of(FolderScores.MARKER, FolderScores.marker(counts)));
      OutputLease.requireKept(conf, new Path(settings.checkpoint()));
      out.commit();
      done(number, model, counts);
    }
  }

  private void intoTable(Dataset<Row> rows, long number) {
    String table = settings.scoring().target().table();
    Loaded model = models.of(number);
    String batch = stream + "-" + number;
    if (spark.catalog().tableExists(table)
        && !spark.table(table).where("batch = '" + batch + "'").isEmpty()) {
      LOG.info("Micro-batch {} is in table {} already", number, table);
      return;
    }
    Path rejects = new Path(settings.scoring().target().rejects(), BATCH + "=" + batch);
    FileSystems.delete(conf, rejects);
    ScoreSettings scoring = settings.scoring().withRejects(rejects.toString());
    Map<String, String> same = new LinkedHashMap<>();
    same.put(VERSION, model.version().version());
    same.put(BATCH, batch);
    ScorePass pass = pass(rows, model, same);
    ScoreWriter writer = new ScoreWriter(spark, scoring, "");
    writer.check(pass.columns().outputNames());
    AddedRows added = new AddedRows(writer);
    ScoreCounts counts = pass.writeOnce(writer, progress);
    added.check(counts.scored());
    done(number, model, counts);
  }

  private ScorePass pass(Dataset<Row> rows, Loaded model, Map<String, String> same) {
    ScoringModel scoring = model.shared().model();
    TextInput input =
        new TextInput(scoring, StreamSource.shown(settings), rows, settings.scoring());
    return new ScorePass(spark, input, model.shared(), settings.scoring(), same);
  }

  private void done(long number, Loaded model, ScoreCounts counts) {
    progress.done(progress.done().and(counts));
    listener.batch(
        new StreamListener.Batch(
            number,
            model.version().version(),
            counts.scored(),
            counts.rejected(),
            counts.seconds()));
  }
}
