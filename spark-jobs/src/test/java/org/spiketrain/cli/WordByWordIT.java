package org.spiketrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.LocalSpark;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.model.metrics.TopClasses.RankedLabel;
import org.spiketrain.model.zoo.TrainedModel;
import org.spiketrain.pipeline.ModelFile;
import org.spiketrain.score.ScoringModel;

/** Networks that read sentences word by word. */
class WordByWordIT {
  private static final List<String> GOOD = List.of("superb", "great", "lovely", "fine");
  private static final List<String> BAD = List.of("awful", "poor", "dull", "weak");

  @TempDir Path folder;

  /** What comes last decides, so that who knows not the order knows nothing. */
  private void writeSentences() throws IOException {
    StringBuilder rows = new StringBuilder("text\tlabel\n");
    for (String good : GOOD) {
      for (String bad : BAD) {
        rows.append("%s then %s\tnegative\n%s then %s\tpositive\n".formatted(good, bad, bad, good));
      }
    }
    Files.writeString(folder.resolve("order.tsv"), rows);
  }

  private CommandLineRun run(String command, String stack, String... more) {
    LocalSpark.session();
    Stream<String> args =
        Stream.of(
            command,
            "conf/text-demo.conf",
            "-Ddata.path=" + folder,
            "-Ddata.text.train-files=order.tsv",
            "-Ddata.text.validation-files=order.tsv",
            "-Ddata.text.tokens=spaces",
            "-Ddata.text.dimensions=2",
            "-Doutput.path=" + folder.resolve("run"),
            "-Dnetwork.stack=" + stack,
            "-Dnetwork.loss=",
            "-Dconversion.stack=",
            "-Dsplit.train-fraction=1",
            "-Dsplit.test-fraction=0",
            "-Dsplit.validation-fraction=0",
            "-Dtraining.keep=last",
            "-Dtraining.batch-size=8",
            "-Dtraining.epochs=60",
            "-Dtraining.workers=1",
            "-Dtraining.updater.learning-rate=0.02",
            "-Devaluation.baselines=false",
            "-Devaluation.split=train");
    return CommandLineRun.of(Stream.concat(args, Stream.of(more)).toArray(String[]::new));
  }

  private Path modelFile() {
    return folder.resolve("run/model.zip");
  }

  private TrainedModel model() throws IOException {
    return TrainedModel.read(Files.readAllBytes(modelFile()), "model.zip");
  }

  private void assertKnowsTheOrder(TrainedModel model) {
    ScoringModel scoring =
        ModelFile.ofLines(model, new org.apache.hadoop.fs.Path(modelFile().toString()));
    List<Row> rows =
        FrameParquet.read(LocalSpark.session(), folder.resolve("run/frames").toString(), "train")
            .collectAsList();
    assertThat(rows).hasSize(32);
    for (Row row : rows) {
      List<RankedLabel> top =
          scoring.answers(List.of(row.<String>getAs("original")), 2).scored().get(0).top();
      String last = row.<String>getAs("text").split(" ", -1)[2];
      assertThat(top.get(0).label()).isEqualTo(GOOD.contains(last) ? "positive" : "negative");
      assertThat(
              RankedLabel.top(
                  model.classifier().probabilitiesOf(FrameParquet.example(row).frames()),
                  scoring.classes(),
                  2))
          .as("scored as it is evaluated")
          .isEqualTo(top);
    }
  }

  @Test
  void aRecurrentNetworkReadsAWordAStep() throws IOException {
    writeSentences();

    CommandLineRun run = run("run", "lstm(12) | readout(last)");

    assertThat(run.err()).isEmpty();
    TrainedModel model = model();
    // Nine words and the unknown one, whatever their vectors are.
    assertThat(model.channels()).isEqualTo(10);
    assertKnowsTheOrder(model);
    assertThat(run("attack", "lstm(12) | readout(last)").err())
        .contains("Only networks that read whole sentences can be attacked");
  }

  @Test
  void integratorsOfNgramsKnowTheOrderToo() throws IOException {
    writeSentences();
    String stack =
        "leaky(4, members = 2, integrators = 2, integrator-gains = log-count-ratio,"
            + " spiking-ngrams = 1) | readout(sum)";

    assertThat(run("run", stack, "-Ddata.text.ngrams=2").err()).isEmpty();
    TrainedModel model = model();
    assertThat(model.channels()).isEqualTo(10 + 2 * 8);
    assertKnowsTheOrder(model);
  }

  @Test
  void storedSpikesDoNotTellWordsApart() throws IOException {
    writeSentences();

    assertThat(run("preprocess", "lstm(12) | readout(last)", "-Ddata.text.frames=spikes").err())
        .contains("data.text.frames")
        .contains("rates where network.stack does not begin with convolution");
  }
}
