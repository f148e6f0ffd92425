package org.spiketrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.results.HistoryRow;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.results.RunFiles;

/** Fine-tuning of a small converted network, at a learning rate that trials have chosen. */
class LearningRateTrialsIT {
  private static final String[] TRIED = {
    "-Dtraining.trials.learning-rates=0.2, 0.02, 1e-9",
    "-Dtraining.trials.share=0.5",
    "-Dtraining.updater.schedule=constant",
    "-Dtraining.least-minibatches=80",
    "-Dtraining.evaluations=4",
    "-Dtraining.averaging-frequency=5",
    "-Ddata.text.time-steps=10",
    "-Dnetwork.stack=convolution(16, widths = 1 2, beta = 0.7) | pooled(each, beta = 0.7,"
        + " learn-beta = shared, learn-threshold = shared) | leaky(classes, beta = 1)"
  };

  @TempDir Path folder;

  private List<HistoryRow> history(String... below) {
    OutputLayout layout =
        OutputLayout.of(Path.of(folder.resolve("run").toString(), below).toString());
    return new RunFiles(new Configuration(), layout).readHistory().rows();
  }

  /** What is in the files below a folder, and when it was written. */
  private static Map<Path, String> files(Path below) throws IOException {
    Map<Path, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(below)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(
            below.relativize(file),
            Files.getLastModifiedTime(file) + " " + Arrays.hashCode(Files.readAllBytes(file)));
      }
    }
    return files;
  }

  private static CommandLineRun resumed(TinyOpinions opinions, String... more) {
    return opinions.command(
        "run",
        Stream.of(TRIED, new String[] {"--resume"}, more)
            .flatMap(Stream::of)
            .toArray(String[]::new));
  }

  @Test
  void theBetterRateIsTakenAndAResumedRunKeepsTheChoiceAndEndsAtTheSameBits() throws IOException {
    TinyOpinions opinions = TinyOpinions.in(folder);
    CommandLineRun run = opinions.command("run", TRIED);

    assertThat(run.err()).isEmpty();
    List<HistoryRow> rows = history();
    Map<Double, HistoryRow> trials = new TreeMap<>();
    for (double rate : new double[] {0.2, 0.02, 1e-9}) {
      trials.put(rate, last(history("learning-rates", Double.toString(rate))));
    }
    // 80 minibatches of one worker are 320 sentences, a trial is half of them.
    assertThat(rows).extracting(HistoryRow::examples).containsExactly(0L, 80L, 160L, 240L, 320L);
    assertThat(trials.values()).extracting(HistoryRow::examples).containsOnly(160L);
    // Rates of few time steps are coarse: with too few of them a small rate moves no loss at all.
    assertThat(trials.values()).extracting(row -> row.evaluation().loss()).doesNotHaveDuplicates();
    String best = "" + rows.get(1).learningRate();
    assertThat(rows.subList(1, 5)).extracting(row -> "" + row.learningRate()).containsOnly(best);
    double accuracy = trials.get(Double.valueOf(best)).evaluation().accuracy();
    assertThat(trials.values())
        .allSatisfy(row -> assertThat(row.evaluation().accuracy()).isLessThanOrEqualTo(accuracy));
    assertThat(run.out()).contains("learning rate: " + best + ", by the accuracy");

    // As if it had been killed within the training.
    byte[] model = Files.readAllBytes(opinions.run().resolve("model.zip"));
    delete(opinions.run().resolve("model.zip"));
    delete(opinions.run().resolve("report.html"));
    delete(opinions.run().resolve("evaluation"));
    delete(opinions.run().resolve("training"));
    Path tried = opinions.run().resolve("learning-rates");
    Map<Path, String> before = files(tried);
    CommandLineRun resumed = resumed(opinions);
    assertThat(resumed.err()).isEmpty();
    assertThat(resumed.out()).contains("learning rate: " + best + ", by the accuracy");
    assertThat(files(tried)).isEqualTo(before);
    assertThat(Files.readAllBytes(opinions.run().resolve("model.zip"))).isEqualTo(model);

    String refusal = "learning-rates/trials.json: it was trained with other settings: ";
    assertThat(resumed(opinions, "-Dtraining.trials.share=0.25").err())
        .contains(refusal + "training.trials.share was 0.5 and is 0.25. Resume");
    assertThat(resumed(opinions, "-Dtraining.trials.learning-rates=").err())
        .contains(refusal + "training.trials.learning-rates was 0.2, 0.02, 1.0E-9 and is not set;");
    assertThat(resumed(opinions, "-Dtraining.evaluations=2").err())
        .contains(refusal + "training.evaluations was 4 and is 2. Resume");
    assertThat(resumed(opinions, "-Dtraining.least-minibatches=70").err())
        .contains(refusal + "the length in examples (training.examples, or by training.epochs and")
        .contains("training.least-minibatches) was 320 and is 280. Resume");
    assertThat(files(tried)).isEqualTo(before);
  }

  private static HistoryRow last(List<HistoryRow> rows) {
    return rows.get(rows.size() - 1);
  }

  private static void delete(Path path) throws IOException {
    try (Stream<Path> all = Files.walk(path)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    }
  }
}
