package org.spiketrain.score;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.data.CorpusTerms;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.score.Scoring.ScoreCounts;

/**
 * Scores files of names, of sentences or of recorded events, as the model is: for names a text file
 * (a name a line), a CSV file (column {@code name}, or the only one), a Parquet file (column {@code
 * name}) or a folder of them; for sentences the same with a column {@code text}; for events an HDF5
 * file in the layout of the Spiking Speech Commands, compressed or not, whose labels are not looked
 * at, or a folder of them.
 *
 * <p>The output folder holds part files with the columns {@code file}, for names and sentences
 * {@code row} (the line of the file, from 1; in Parquet, which has no lines, the row) and {@code
 * name} or {@code text}, for events {@code recording} (its number in the file, from 0), then {@code
 * label_1}, {@code probability_1}, … {@code label_k}, {@code probability_k}; read in the order of
 * their names they keep the order of the input within each file. What cannot be scored is in {@code
 * _rejects} below it: CSV with the same first columns and {@code reason}.
 */
public final class ScoreJob {
  private final SparkSession spark;
  private final ScoringModel model;

  public ScoreJob(SparkSession spark, ScoringModel model) {
    this.spark = spark;
    this.model = model;
  }

  /**
   * Scores all that the input holds.
   *
   * @param input file or folder on any Hadoop file system
   * @param output folder to make; it appears whole or not at all
   * @throws UserErrorException if the input is missing or empty or has nothing that can be scored,
   *     or if the output exists and may not be overwritten or holds anything but scores; then
   *     nothing is written
   */
  public ScoreSummary run(String input, String output, ScoreSettings settings) {
    long start = System.nanoTime();
    Configuration conf = spark.sessionState().newHadoopConf();
    Scoring scoring = scoring(conf, input);
    ScoreOutput.check(conf, input, output);
    try (AtomicOutput out = AtomicOutput.directory(conf, new Path(output), settings.mode())) {
      ScoreCounts counts = scoring.write(out.staging(), settings);
      ScoreOutput.mark(conf, out.staging(), counts);
      out.commit();
      return new ScoreSummary(
          model.terms(),
          counts.scored(),
          counts.rejected(),
          counts.cut(),
          counts.withoutAny(),
          out.target().toString(),
          ScoreOutput.rejects(out.target()).toString(),
          (double) (System.nanoTime() - start) / TimeUnit.SECONDS.toNanos(1));
    }
  }

  private Scoring scoring(Configuration conf, String input) {
    return model
        .encoder()
        .lines()
        .<Scoring>map(
            lines ->
                new LinesScoring(
                    spark, model, input, InputFiles.ofLines(conf, input, lines.column().content())))
        .orElseGet(
            () ->
                new RecordingsScoring(
                    spark,
                    model,
                    input,
                    InputFiles.ofRecordings(
                        conf, input, model.encoder().recordings().orElseThrow())));
  }

  /**
   * Outcome of a scoring.
   *
   * @param terms what users call the things that were scored
   * @param scored number of things scored
   * @param rejected number of rows that could not be scored
   * @param cut number of things that were scored by their beginning alone
   * @param withoutAny input files in which there is nothing, each with what it has instead
   * @param output folder of the scores
   * @param rejects folder of the rejects; there is none if nothing was rejected
   * @param seconds wall-clock time
   */
  public record ScoreSummary(
      CorpusTerms terms,
      long scored,
      long rejected,
      long cut,
      List<String> withoutAny,
      String output,
      String rejects,
      double seconds) {}
}
