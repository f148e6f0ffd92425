package org.spiketrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.spiketrain.train.LearningRateTrials;

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

  @Test
  void theBetterRateIsTakenAndAResumedRunEndsAtTheSameBits() throws IOException {
    TinyOpinions opinions = TinyOpinions.in(folder);
    CommandLineRun run = opinions.command("run", TRIED);

    assertThat(run.err()).isEmpty();
    List<HistoryRow> rows = history();
    Map<Double, HistoryRow> trials = new TreeMap<>();
    for (double rate : new double[] {0.2, 0.02, 1e-9}) {
      trials.put(rate, last(history("learning-rates", Double.toString(rate))));
    }
    double best = LearningRateTrials.best(trials);
    // 80 minibatches of one worker are 320 sentences, a trial is half of them.
    assertThat(rows).extracting(HistoryRow::examples).containsExactly(0L, 80L, 160L, 240L, 320L);
    assertThat(trials.values()).extracting(HistoryRow::examples).containsOnly(160L);
    assertThat(trials.values()).extracting(row -> row.evaluation().loss()).doesNotHaveDuplicates();
    assertThat(rows.subList(1, 5)).extracting(HistoryRow::learningRate).containsOnly(best);
    assertThat(run.out()).contains("learning rate: " + best + ", by the accuracy");

    byte[] model = Files.readAllBytes(opinions.run().resolve("model.zip"));
    Files.delete(opinions.run().resolve("model.zip"));
    Files.delete(opinions.run().resolve("report.html"));
    delete(opinions.run().resolve("evaluation"));
    delete(opinions.run().resolve("training"));
    delete(opinions.run().resolve("learning-rates/0.02"));
    assertThat(
            opinions
                .command(
                    "run",
                    Stream.concat(Stream.of(TRIED), Stream.of("--resume")).toArray(String[]::new))
                .err())
        .isEmpty();
    assertThat(Files.readAllBytes(opinions.run().resolve("model.zip"))).isEqualTo(model);
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
