package org.spiketrain.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.spiketrain.data.Split;
import org.spiketrain.data.Wording;
import org.spiketrain.data.audio.AudioEncoder;
import org.spiketrain.pipeline.AudioEncoding;
import org.spiketrain.pipeline.Messages;
import org.spiketrain.pipeline.SparkSessions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code spiketrain encode-audio}. */
@Command(
    name = "encode-audio",
    description = {
      "Turn recorded words into events that preprocess reads.",
      "WAV files in a folder a word in, HDF5 files in the layout of the Spiking Speech Commands out, heard as those were."
    })
final class EncodeAudioCommand extends ConsoleCommand implements Runnable {
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

  @Override
  public void run() {
    if (validationFraction < 0 || testFraction < 0 || validationFraction + testFraction >= 1) {
      throw usage(
          "--validation-fraction %s and --test-fraction %s leave nothing to train on: expected fractions from 0 that sum to less than 1"
              .formatted(validationFraction, testFraction));
    }
    try (SparkSessions.Opened spark = SparkSessions.open("encode-audio")) {
      Configuration conf = spark.session().sessionState().newHadoopConf();
      print(
          AudioEncoding.run(
              spark.session(),
              new AudioEncoder.Settings(validationFraction, testFraction, seed),
              input,
              newFolder(conf, output, mode(overwrite)),
              mode(overwrite)));
    }
  }

  private void print(AudioEncoder.Result result) {
    out()
        .println(
            "events: %s of %s in %s"
                .formatted(
                    Wording.counted(result.sounds().size(), "recording"),
                    Wording.counted(result.words().size(), "word"),
                    Messages.plain(output)));
    if (result.publishedLabels()) {
      out().println("labels: those of the Spiking Speech Commands, of 35 words");
    }
    printWords(result);
    if (!result.faults().isEmpty()) {
      out().println("left out: " + Wording.counted(result.faults().size(), "file"));
      result.faults().stream().limit(SHOWN_FAULTS).forEach(fault -> out().println("  " + fault));
    }
    out().flush();
    warnOfMissing(result);
  }

  private void printWords(AudioEncoder.Result result) {
    String heading = "word";
    int width =
        result.words().stream().mapToInt(String::length).reduce(heading.length(), Math::max);
    String row = "  %-" + width + "s %8s %10s %8s";
    out().println(row.formatted(heading, "train", "validation", "test"));
    for (String word : result.words()) {
      List<String> cells = new ArrayList<>(List.of(word));
      for (Split split : Split.values()) {
        cells.add(Wording.count(result.recordings(word, split)));
      }
      out().println(row.formatted(cells.toArray()));
    }
  }

  /** Names the words without a recording in a split that has a fraction of the speakers. */
  private void warnOfMissing(AudioEncoder.Result result) {
    Map<Split, Double> fractions =
        Map.of(Split.TRAIN, 1.0, Split.VALIDATION, validationFraction, Split.TEST, testFraction);
    List<String> missing = new ArrayList<>();
    for (Split split : Split.values()) {
      List<String> words =
          result.words().stream().filter(word -> result.recordings(word, split) == 0).toList();
      if (fractions.get(split) > 0 && !words.isEmpty()) {
        missing.add("the %s split has no %s".formatted(split.label(), String.join(", ", words)));
      }
    }
    if (!missing.isEmpty()) {
      complain(
          String.join("; ", missing)
              + ": all recordings of a speaker go to the same split; add speakers, or set other"
              + " fractions with --validation-fraction and --test-fraction");
    }
  }
}
