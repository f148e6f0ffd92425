package org.spiketrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.spiketrain.LocalSpark;
import org.spiketrain.RecordingFiles;

/**
 * Models of each kind that are kept in {@code src/test/resources/models}, in a folder for each
 * state of the format, with what they answered when they were made. The main method adds a folder;
 * what is there already is never made again.
 */
enum StoredModels {
  NAMES("conf/names-demo.conf") {
    @Override
    void writeCorpus(Path folder) throws IOException {
      Files.write(folder.resolve("North.txt"), language("son", "dal", "vik", "heim"));
      Files.write(folder.resolve("South.txt"), language("etti", "ini", "ardo", "ucci"));
    }

    @Override
    Path writeInput(Path folder) throws IOException {
      return Files.write(folder.resolve("names.txt"), language("berg", "olo"));
    }

    private List<String> language(String... endings) {
      return Stream.of(endings)
          .flatMap(end -> Stream.of("Tor", "Bel", "Lin", "Mar", "Gal", "Sven").map(s -> s + end))
          .toList();
    }

    @Override
    List<String> settings() {
      return List.of(
          "data.names.ngrams=1",
          "split.train-fraction=0.5",
          "split.validation-fraction=0.25",
          "split.test-fraction=0.25",
          "network.stack=spiking-lstm(8, bidirectional = true, integrators = 2) | readout(mean)",
          "training.batch-size=4",
          "training.workers=1",
          "training.examples=960");
    }
  },
  EVENTS("conf/ssc-demo.conf") {
    @Override
    void writeCorpus(Path folder) {
      RecordingFiles.write(folder.resolve("words_train.h5"), 30, 60, 1);
      RecordingFiles.write(folder.resolve("words_valid.h5"), 6, 60, 2);
      RecordingFiles.write(folder.resolve("words_test.h5"), 6, 60, 3);
    }

    @Override
    Path writeInput(Path folder) {
      RecordingFiles.write(folder.resolve("words.h5"), 12, 60, 4);
      return folder.resolve("words.h5");
    }

    @Override
    List<String> settings() {
      return List.of(
          "data.events.channels=" + RecordingFiles.CHANNELS,
          "data.events.summed-channels=5",
          "data.events.bins=10",
          "network.stack=adaptive-leaky(8, recurrent = true)"
              + " | leaky(classes, output = membrane, reset = none)",
          "training.batch-size=4",
          "training.augmentation.channel-shift=0",
          "training.augmentation.time-shift=0",
          "training.epochs=2");
    }
  },
  TEXT("conf/text-demo.conf") {
    @Override
    void writeCorpus(Path folder) throws IOException {
      TinyOpinions.in(folder);
    }

    @Override
    Path writeInput(Path folder) throws IOException {
      return Files.writeString(
          folder.resolve("sentences.txt"),
          "The film was great\nThe meal was dull and stale\na superb story\na dreadful bath\n");
    }

    @Override
    List<String> settings() {
      return List.of(
          "data.text.train-files=opinions.tsv",
          "data.text.tokens=standard",
          "data.text.dimensions=16",
          "data.text.time-steps=10",
          "data.text.max-words=6",
          "network.stack=convolution(16, widths = 1 2, learn-threshold = shared, gradient = centred)"
              + " | pooled(each, beta = 0.95, learn-beta = shared) | leaky(classes, beta = 1)",
          "training.updater.neuron-factor=20",
          "conversion.stack=convolution(16, widths = 1 2, neurons = relu) | linear(classes)",
          "conversion.epochs=40",
          "conversion.learning-rate=0.01",
          "training.batch-size=4",
          "training.workers=1",
          "training.averaging-frequency=800",
          "training.epochs=1");
    }
  };

  private final String configuration;

  StoredModels(String configuration) {
    this.configuration = configuration;
  }

  /** Writes what the network is trained on. */
  abstract void writeCorpus(Path folder) throws IOException;

  /** Writes what is scored; the same every time. */
  abstract Path writeInput(Path folder) throws IOException;

  /** Settings besides those of the demo. */
  abstract List<String> settings();

  /** Name of the model file. */
  String file() {
    return name().toLowerCase(Locale.ROOT) + ".zip";
  }

  /** Name of the file of its answers. */
  String answers() {
    return name().toLowerCase(Locale.ROOT) + ".csv";
  }

  /** Scores the input; returns the lines of the output. */
  List<String> score(Path model, Path folder) throws IOException {
    LocalSpark.session();
    Path input = writeInput(Files.createDirectories(folder.resolve("input")));
    Path output = folder.resolve("scores");
    CommandLineRun run =
        CommandLineRun.of(
            "score",
            "--model=" + model,
            "--input=" + input,
            "--output=" + output,
            "--format=csv",
            "--top-k=2");
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    try (Stream<Path> files = Files.list(output)) {
      Path part =
          files.filter(f -> f.getFileName().toString().startsWith("part-")).findAny().orElseThrow();
      return Files.readAllLines(part);
    }
  }

  private void make(Path work, Path folder) throws IOException {
    LocalSpark.session();
    Path corpus = Files.createDirectories(work.resolve("corpus"));
    writeCorpus(corpus);
    List<String> args = new ArrayList<>(List.of("run", configuration));
    args.add("-Ddata.path=" + corpus);
    args.add("-Doutput.path=" + work.resolve("run"));
    args.add("-Devaluation.baselines=false");
    settings().forEach(setting -> args.add("-D" + setting));
    CommandLineRun run = CommandLineRun.of(args.toArray(String[]::new));
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    Path model = Files.copy(work.resolve("run/model.zip"), folder.resolve(file()));
    Files.write(folder.resolve(answers()), score(model, work));
  }

  /**
   * Makes a model of each kind.
   *
   * @param args the new folder, named by what is new, such as {@code
   *     src/test/resources/models/encoders}
   */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectory(Path.of(args[0]));
    for (StoredModels kind : values()) {
      kind.make(Files.createTempDirectory("stored-models"), folder);
    }
  }
}
