package org.spiketrain.pipeline;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.data.CorpusSettings;
import org.spiketrain.data.audio.AudioEncoder;
import org.spiketrain.data.audio.SyntheticSpeech;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.io.SharedStorage;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.results.RunOutputs;

/** Encodes recorded words, or made-up ones, as events that preprocessing reads. */
public final class AudioEncoding {
  private AudioEncoding() {}

  /**
   * Writes made-up words, in the layout of Spiking Speech Commands, if an experiment wants them.
   *
   * @return whether they were written
   */
  public static boolean synthesise(SyntheticSpeech speech, Experiment experiment) {
    OutputLayout layout = experiment.layout();
    CorpusSettings wanted = experiment.config().data();
    if (!wanted.kind().equals("events") || !new Path(wanted.path()).equals(layout.events())) {
      return false;
    }
    experiment.outputs().requireOwnEvents();
    try (AtomicOutput events =
        AtomicOutput.directory(experiment.hadoop(), layout.events(), OutputMode.OVERWRITE)) {
      speech.write(experiment.hadoop(), events.staging());
      events.commit(layout.framesAndDerived());
    }
    return true;
  }

  /** Looks for the files that executors say to have written. */
  private static void requireWritten(
      Configuration conf, Path folder, List<AudioEncoder.EncodedSound> sounds) {
    Set<String> there =
        sounds.stream()
            .map(AudioEncoder.EncodedSound::file)
            .distinct()
            .filter(file -> FileSystems.exists(conf, new Path(folder, file)))
            .collect(Collectors.toSet());
    SharedStorage.requireWritten(
        folder,
        sounds.size(),
        () -> sounds.stream().filter(sound -> there.contains(sound.file())).count());
  }

  /**
   * Encodes a folder of WAV files into another one, which appears whole or not at all.
   *
   * @param input folder with a folder for each word
   * @param output folder for the events and the list of recordings
   * @throws UserErrorException if no file can be encoded, or the output holds other files
   */
  public static AudioEncoder.Result run(
      SparkSession spark,
      AudioEncoder.Settings settings,
      String input,
      Path output,
      OutputMode mode) {
    Configuration conf = spark.sessionState().newHadoopConf();
    RunOutputs.requireOwnRecordings(conf, output, "--output");
    try (AtomicOutput folder = AtomicOutput.directory(conf, output, mode)) {
      SharedStorage.check(spark, folder.staging());
      AudioEncoder.Result result = AudioEncoder.run(spark, settings, input, folder.staging());
      if (result.sounds().isEmpty()) {
        throw new UserErrorException(
            "No file of %s became a recording, the first: %s. Files that cannot be read are to be converted to WAV with linear samples"
                .formatted(input, result.faults().get(0)));
      }
      requireWritten(conf, folder.staging(), result.sounds());
      folder.commit();
      return result;
    }
  }
}
