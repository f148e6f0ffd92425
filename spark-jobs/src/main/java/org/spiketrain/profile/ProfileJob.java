package org.spiketrain.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.encode.SentenceInput;
import org.spiketrain.model.energy.EnergyCosts;
import org.spiketrain.model.energy.NetworkProbe;
import org.spiketrain.model.energy.NetworkTally;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.zoo.Sentences;
import org.spiketrain.model.zoo.TrainedModel;
import org.spiketrain.results.OutputFiles;
import org.spiketrain.results.ProfileSummary;
import org.spiketrain.results.ProfileSummary.ProfiledNetwork;
import org.spiketrain.results.RunFiles;

/**
 * Runs the networks of a text run over a split, each in one pass, and writes {@code
 * <output>/profile/}: accuracy against time steps, active neurons, operations and energy.
 *
 * @param frames folder of sentences that {@link FrameParquet} wrote
 */
public record ProfileJob(SparkSession spark, String frames, Manifest manifest, Settings settings) {
  private static final Logger LOG = LoggerFactory.getLogger(ProfileJob.class);

  /**
   * Settings of a profile.
   *
   * @param split train, validation or test
   * @param timeSteps time steps that the spiking networks run for; 0 for those they were trained
   *     with
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
  public ProfileSummary run(Map<String, TrainedModel> models, RunFiles output) {
    Configuration conf = output.conf();
    try (AtomicOutput out =
        AtomicOutput.directory(conf, output.layout().profile(), settings.mode())) {
      JavaRDD<Example> examples =
          FrameParquet.examples(FrameParquet.read(spark, frames, manifest, settings.split()))
              .cache();
      List<ProfiledNetwork> networks = new ArrayList<>();
      try {
        models.forEach((key, model) -> networks.add(profiled(key, model, examples)));
      } finally {
        examples.unpersist();
      }
      ProfileSummary summary =
          new ProfileSummary(settings.subtitle(), settings.split(), networks, settings.costs());
      OutputFiles.write(conf, out.staging(), summary.files());
      OutputFiles.write(conf, out.staging(), output.renderer().profile(summary));
      out.commit();
      return summary;
    }
  }

  private ProfiledNetwork profiled(String key, TrainedModel model, JavaRDD<Example> examples) {
    SentenceInput own =
        model
            .sentences()
            .flatMap(Sentences::whole)
            .orElseThrow(
                () ->
                    new UserErrorException(
                        "Only networks that read whole sentences are profiled: train one that"
                            + " begins with convolution, with data.text.frames = rates"));
    int steps = settings.timeSteps() == 0 ? own.timeSteps() : settings.timeSteps();
    NetworkProbe probe = new NetworkProbe(model.network(), own, steps);
    LOG.info("Profiling the {} network over {} time steps", key, probe.nothing().timeSteps());
    NetworkTally tally = ModelOperations.tally(probe, examples);
    if (tally.examples() == 0) {
      throw new UserErrorException(
          "The %s split of %s is empty: choose another split, or preprocess with a fraction for it"
              .formatted(settings.split(), frames));
    }
    return new ProfiledNetwork(key, probe.network(), own.timeSteps(), tally);
  }
}
