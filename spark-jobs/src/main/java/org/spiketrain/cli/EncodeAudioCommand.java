package org.spiketrain.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.data.Split;
import org.spiketrain.data.audio.AudioEncoder;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.pipeline.SparkSessions;
import org.spiketrain.results.LocalPaths;
import org.spiketrain.results.NumberFormats;
import org.spiketrain.results.RunOutputs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code spiketrain encode-audio}. */
@Command(
    name = "encode-audio",
    description = {
      "Turn recorded words into events that preprocess reads.",
      "WAV files in a folder a word in, HDF5 files in the layout of the Spiking Speech Commands out."
    })
final class EncodeAudioCommand implements Runnable {
  /** So many faults are shown; who has more has the wrong folder. */
  private static final int SHOWN_FAULTS = 10;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "FOLDER",
      description = "Folder with one folder a word, and WAV files in each.")
  private String input;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FOLDER",
      description = "Folder to be made, for the events and recordings.csv, a list of them.")
  private String output;

  @Option(
      names = "--validation-fraction",
      defaultValue = "0.1",
      paramLabel = "SHARE",
      description = "Share of the speakers in validation (default: ${DEFAULT-VALUE}).")
  private double validationFraction;

  @Option(
      names = "--test-fraction",
      defaultValue = "0.1",
      paramLabel = "SHARE",
      description = "Share of the speakers in test (default: ${DEFAULT-VALUE}).")
  private double testFraction;

  @Option(names = "--overwrite", description = "Replace what encode-audio made in --output.")
  private boolean overwrite;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "NUMBER",
      description = "Decides when fibres fire (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    if (validationFraction < 0 || testFraction < 0 || validationFraction + testFraction >= 1) {
      throw new ParameterException(
          spec.commandLine(),
          "--validation-fraction %s and --test-fraction %s leave nothing to train on: expected shares from 0 that sum to less than 1"
              .formatted(validationFraction, testFraction));
    }
    OutputFolder target =
        new OutputFolder(output, overwrite ? OutputMode.OVERWRITE : OutputMode.REFUSE_EXISTING);
    try (SparkSession spark = SparkSessions.open("encode-audio")) {
      Configuration conf = spark.sessionState().newHadoopConf();
      target.refuseExisting(conf);
      RunOutputs.requireOwnRecordings(conf, target.path(), "--output");
      try (AtomicOutput folder = AtomicOutput.directory(conf, target.path(), target.mode())) {
        encode(spark, folder);
      }
    }
  }

  private void encode(SparkSession spark, AtomicOutput folder) {
    AudioEncoder.Result result =
        AudioEncoder.run(
            spark,
            new AudioEncoder.Settings(validationFraction, testFraction, seed),
            input,
            folder.staging());
    if (result.sounds().isEmpty()) {
      throw new UserErrorException(
          "No file of %s became a recording, the first: %s. Files that cannot be read are to be converted to WAV with linear samples"
              .formatted(input, result.faults().get(0)));
    }
    folder.commit();
    print(result);
  }

  private void print(AudioEncoder.Result result) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        String.format(
            Locale.ROOT,
            "events: %s of %s in %s",
            NumberFormats.counted(result.sounds().size(), "recording"),
            NumberFormats.counted(result.words().size(), "word"),
            LocalPaths.plain(output)));
    EncodedWords words = new EncodedWords(result, wanted());
    words.lines().forEach(out::println);
    if (!result.faults().isEmpty()) {
      out.println("left out: " + NumberFormats.counted(result.faults().size(), "file"));
      result.faults().stream().limit(SHOWN_FAULTS).forEach(fault -> out.println("  " + fault));
    }
    out.flush();
    words.warning().ifPresent(this::warn);
  }

  /** The splits that have a share. */
  private List<Split> wanted() {
    Map<Split, Double> shares =
        Map.of(Split.TRAIN, 1.0, Split.VALIDATION, validationFraction, Split.TEST, testFraction);
    return Arrays.stream(Split.values()).filter(split -> shares.get(split) > 0).toList();
  }

  private void warn(String warning) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("spiketrain: " + warning);
    err.flush();
  }
}
