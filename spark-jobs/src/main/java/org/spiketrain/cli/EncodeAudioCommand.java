package org.spiketrain.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.spiketrain.data.Split;
import org.spiketrain.data.Wording;
import org.spiketrain.data.audio.AudioEncoder;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.pipeline.AudioEncoding;
import org.spiketrain.pipeline.SparkSessions;
import org.spiketrain.results.LocalPaths;
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
      paramLabel = "FRACTION",
      description = "Fraction of the speakers in validation (default: ${DEFAULT-VALUE}).")
  private double validationFraction;

  @Option(
      names = "--test-fraction",
      defaultValue = "0.1",
      paramLabel = "FRACTION",
      description = "Fraction of the speakers in test (default: ${DEFAULT-VALUE}).")
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
          "--validation-fraction %s and --test-fraction %s leave nothing to train on: expected fractions from 0 that sum to less than 1"
              .formatted(validationFraction, testFraction));
    }
    OutputFolder target =
        new OutputFolder(output, overwrite ? OutputMode.OVERWRITE : OutputMode.REFUSE_EXISTING);
    try (SparkSessions.Opened spark = SparkSessions.open("encode-audio")) {
      target.refuseExisting(spark.session().sessionState().newHadoopConf());
      print(
          AudioEncoding.run(
              spark.session(),
              new AudioEncoder.Settings(validationFraction, testFraction, seed),
              input,
              target.path(),
              target.mode()));
    }
  }

  private void print(AudioEncoder.Result result) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        String.format(
            Locale.ROOT,
            "events: %s of %s in %s",
            Wording.counted(result.sounds().size(), "recording"),
            Wording.counted(result.words().size(), "word"),
            LocalPaths.plain(output)));
    EncodedWords words = new EncodedWords(result, wanted());
    words.lines().forEach(out::println);
    if (!result.faults().isEmpty()) {
      out.println("left out: " + Wording.counted(result.faults().size(), "file"));
      result.faults().stream().limit(SHOWN_FAULTS).forEach(fault -> out.println("  " + fault));
    }
    out.flush();
    words.warning().ifPresent(this::warn);
  }

  /** The splits that have a fraction of the speakers. */
  private List<Split> wanted() {
    Map<Split, Double> fractions =
        Map.of(Split.TRAIN, 1.0, Split.VALIDATION, validationFraction, Split.TEST, testFraction);
    return Arrays.stream(Split.values()).filter(split -> fractions.get(split) > 0).toList();
  }

  private void warn(String warning) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("spiketrain: " + warning);
    err.flush();
  }

  /**
   * The recordings of each word in the parts of the data.
   *
   * @param result what was encoded
   * @param wanted the parts that every word should be in
   */
  record EncodedWords(AudioEncoder.Result result, List<Split> wanted) {
    private static final String HEADING = "word";

    /** A table: a line with the parts, then one a word. */
    List<String> lines() {
      int width =
          result.words().stream().mapToInt(String::length).reduce(HEADING.length(), Math::max);
      List<String> lines = new ArrayList<>();
      lines.add(line(width, HEADING, "train", "validation", "test"));
      for (String word : result.words()) {
        lines.add(
            line(
                width,
                word,
                count(word, Split.TRAIN),
                count(word, Split.VALIDATION),
                count(word, Split.TEST)));
      }
      return lines;
    }

    private String count(String word, Split split) {
      return String.format(Locale.ROOT, "%,d", result.recordings(word, split));
    }

    private static String line(
        int width, String word, String train, String validation, String test) {
      return String.format(
          Locale.ROOT, "  %-" + width + "s %8s %10s %8s", word, train, validation, test);
    }

    /** One line that names the words without a recording in a part, if there are any. */
    Optional<String> warning() {
      List<String> missing = new ArrayList<>();
      for (Split split : wanted) {
        List<String> words =
            result.words().stream().filter(word -> result.recordings(word, split) == 0).toList();
        if (!words.isEmpty()) {
          missing.add("the %s split has no %s".formatted(split.label(), String.join(", ", words)));
        }
      }
      return missing.isEmpty()
          ? Optional.empty()
          : Optional.of(
              String.join("; ", missing)
                  + ": all recordings of a speaker go to the same split; add speakers, or set other fractions with --validation-fraction and --test-fraction");
    }
  }
}
