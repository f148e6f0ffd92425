package org.spiketrain.profile;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.data.DataKind;
import org.spiketrain.data.DataKinds;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.Split;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.evaluate.Evaluator;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.encode.SentenceInput;
import org.spiketrain.model.energy.EnergyCosts;
import org.spiketrain.model.energy.NetworkProbe;
import org.spiketrain.model.energy.NetworkTally;
import org.spiketrain.model.energy.SequenceProbe;
import org.spiketrain.model.energy.SequenceTally;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.zoo.Sentences;
import org.spiketrain.model.zoo.TrainedModel;
import org.spiketrain.results.OutputFiles;
import org.spiketrain.results.Profile;
import org.spiketrain.results.ProfileSummary;
import org.spiketrain.results.ProfileSummary.ProfiledNetwork;
import org.spiketrain.results.RunFiles;
import org.spiketrain.results.SequenceProfile;
import org.spiketrain.results.SequenceProfile.LayerRasters;
import org.spiketrain.results.SequenceProfile.ProfiledSequences;

/**
 * Runs the networks of a run over a split, each in one pass, and writes {@code <output>/profile/}:
 * accuracy against time steps, firing neurons, operations and energy. Networks of whole sentences
 * are profiled by {@link ProfileSummary}, all others by {@link SequenceProfile}.
 *
 * @param frames folder that {@link FrameParquet} wrote
 */
public record ProfileJob(SparkSession spark, String frames, Manifest manifest, Settings settings) {
  /** Examples whose spikes are drawn. */
  private static final int SHOWN_EXAMPLES = 3;

  private static final Logger LOG = LoggerFactory.getLogger(ProfileJob.class);

  /**
   * Settings of a profile.
   *
   * @param split train, validation or test
   * @param timeSteps time steps that the spiking networks of sentences run for; 0 for those they
   *     were trained with
   */
  public record Settings(
      String split, int timeSteps, EnergyCosts costs, String subtitle, OutputMode mode) {}

  /**
   * Profiles and writes.
   *
   * @param models the networks by what they are called
   * @param output in which {@code profile/} is made
   * @throws UserErrorException if a model cannot be profiled, the split is empty, or {@code
   *     profile/} exists and may not be overwritten; then nothing is written
   */
  public Profile run(Map<String, TrainedModel> models, RunFiles output) {
    Configuration conf = output.conf();
    try (AtomicOutput out =
        AtomicOutput.directory(conf, output.layout().profile(), settings.mode())) {
      Profile profile = profile(models);
      OutputFiles.write(conf, out.staging(), profile.files());
      OutputFiles.write(conf, out.staging(), profile.drawnBy(output.renderer()));
      out.commit();
      return profile;
    }
  }

  private Profile profile(Map<String, TrainedModel> models) {
    boolean readWholeSentences =
        models.values().stream()
            .allMatch(model -> model.sentences().flatMap(Sentences::whole).isPresent());
    if (!readWholeSentences && settings.timeSteps() != 0) {
      throw new UserErrorException(
          "--time-steps is for networks that read whole sentences: all others run as long as what they read, so leave it out");
    }
    if (manifest.total(Split.valueOf(settings.split().toUpperCase(Locale.ROOT))) == 0) {
      throw new UserErrorException(
          "The %s split of %s is empty: choose another split, or preprocess with a fraction for it"
              .formatted(settings.split(), frames));
    }
    Dataset<Row> rows = FrameParquet.read(spark, frames, manifest, settings.split());
    JavaRDD<Example> examples = FrameParquet.examples(rows).cache();
    try {
      return readWholeSentences ? sentences(models, examples) : sequences(models, examples, rows);
    } finally {
      examples.unpersist();
    }
  }

  private Profile sentences(Map<String, TrainedModel> models, JavaRDD<Example> examples) {
    List<ProfiledNetwork> networks = new ArrayList<>();
    models.forEach((key, model) -> networks.add(profiled(key, model, examples)));
    return new ProfileSummary(settings.subtitle(), settings.split(), networks, settings.costs());
  }

  private Profile sequences(
      Map<String, TrainedModel> models, JavaRDD<Example> examples, Dataset<Row> rows) {
    DataKind kind = DataKinds.get(manifest.corpus().kind());
    List<Row> shown =
        rows.orderBy(xxhash64(col("id")), col("id")).limit(SHOWN_EXAMPLES).collectAsList();
    List<ProfiledSequences> networks = new ArrayList<>();
    models.forEach(
        (key, model) -> {
          LOG.info("Profiling the {} network", key);
          SequenceProbe probe = new SequenceProbe(model.network());
          SequenceTally tally =
              Evaluator.fold(
                  examples,
                  probe,
                  probe.nothing(),
                  (counts, example, network) -> network.run(example, counts),
                  SequenceTally::merge);
          List<LayerRasters> rasters =
              shown.stream().map(row -> rasters(row, kind.shownColumn(), probe)).toList();
          networks.add(ProfiledSequences.of(key, probe, tally, rasters));
        });
    return new SequenceProfile(
        settings.subtitle(),
        settings.split(),
        manifest.corpus().terms(),
        networks,
        settings.costs());
  }

  private LayerRasters rasters(Row row, String name, SequenceProbe probe) {
    Example example = FrameParquet.example(row);
    return new LayerRasters(
        row.getAs(name),
        manifest.classes().get(example.label()),
        example.frames(),
        probe.spikes(example.frames()));
  }

  private ProfiledNetwork profiled(String key, TrainedModel model, JavaRDD<Example> examples) {
    SentenceInput own = model.sentences().flatMap(Sentences::whole).orElseThrow();
    int steps = settings.timeSteps() == 0 ? own.timeSteps() : settings.timeSteps();
    NetworkProbe probe = new NetworkProbe(model.network(), own, steps);
    LOG.info("Profiling the {} network over {} time steps", key, probe.nothing().timeSteps());
    NetworkTally tally = ModelOperations.tally(probe, examples);
    return new ProfiledNetwork(key, probe.network(), own.timeSteps(), tally);
  }
}
