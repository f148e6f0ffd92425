package org.spiketrain.job.study;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.job.evaluate.SharedPass;
import org.spiketrain.job.report.OutputFiles;
import org.spiketrain.job.report.OutputLayout;
import org.spiketrain.job.report.StudiedNetwork;
import org.spiketrain.job.report.StudySummary;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.encode.SentenceInput;
import org.spiketrain.model.energy.EnergyCosts;
import org.spiketrain.model.energy.NetworkProbe;
import org.spiketrain.model.energy.NetworkTally;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.zoo.Sentences;
import org.spiketrain.model.zoo.TrainedModel;
import org.spiketrain.preprocess.AtomicOutput;
import org.spiketrain.preprocess.OutputMode;
import org.spiketrain.preprocess.parquet.FrameParquet;

/**
 * Runs the networks of a text run over a split, each in one pass, and writes {@code
 * <output>/study/}: accuracy against time steps, active neurons, operations and energy.
 */
public final class StudyJob {
  private static final Logger LOG = LoggerFactory.getLogger(StudyJob.class);

  private final SparkSession spark;
  private final String frames;
  private final Settings settings;

  /**
   * How to study.
   *
   * @param split train, validation or test
   * @param timeSteps time steps that the spiking networks run for; 0 for those they were trained
   *     with
   * @param costs what operations cost
   * @param subtitle of the report
   * @param mode what happens to an earlier study
   */
  public record Settings(
      String split, int timeSteps, EnergyCosts costs, String subtitle, OutputMode mode) {}

  /**
   * A job over a folder of frames.
   *
   * @param frames folder of sentences that {@link FrameParquet} wrote
   */
  public StudyJob(SparkSession spark, String frames, Settings settings) {
    this.spark = spark;
    this.frames = frames;
    this.settings = settings;
  }

  /**
   * Studies and writes.
   *
   * @param models the networks by what they are called
   * @param output in which {@code study/} is made
   * @throws UserErrorException if a model cannot be studied, the split is empty, or {@code study/}
   *     exists and may not be overwritten; then nothing is written
   */
  public StudySummary run(Map<String, TrainedModel> models, OutputLayout output) {
    try (AtomicOutput out =
        AtomicOutput.directory(configuration(), output.study(), settings.mode())) {
      JavaRDD<Example> examples =
          FrameParquet.examples(FrameParquet.read(spark, frames, settings.split())).cache();
      List<StudiedNetwork> networks = new ArrayList<>();
      try {
        models.forEach((key, model) -> networks.add(studied(key, model, examples)));
      } finally {
        examples.unpersist();
      }
      StudySummary summary =
          new StudySummary(settings.subtitle(), settings.split(), networks, settings.costs());
      OutputFiles.write(configuration(), out.staging(), StudyFiles.of(summary));
      out.commit();
      return summary;
    }
  }

  private StudiedNetwork studied(String key, TrainedModel model, JavaRDD<Example> examples) {
    SentenceInput own =
        model
            .sentences()
            .map(Sentences::input)
            .orElseThrow(
                () ->
                    new UserErrorException(
                        "Only networks that read words are studied: train one on sentences with data.text.frames = rates"));
    int steps = settings.timeSteps() == 0 ? own.timeSteps() : settings.timeSteps();
    NetworkProbe probe = new NetworkProbe(model.network(), own, steps);
    LOG.info("Studying the {} network over {} time steps", key, probe.nothing().timeSteps());
    NetworkTally tally =
        SharedPass.fold(examples, probe, probe.nothing(), StudyJob::tally, NetworkTally::merge);
    if (tally.examples() == 0) {
      throw new UserErrorException(
          "The %s split of %s is empty: choose another split, or preprocess with a share for it"
              .formatted(settings.split(), frames));
    }
    return new StudiedNetwork(key, probe.network(), own.timeSteps(), tally);
  }

  private static NetworkTally tally(Iterator<Example> examples, NetworkProbe probe) {
    NetworkTally tally = probe.nothing();
    examples.forEachRemaining(example -> probe.run(example, tally));
    return tally;
  }

  private Configuration configuration() {
    return spark.sessionState().newHadoopConf();
  }
}
