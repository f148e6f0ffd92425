package org.spiketrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.LocalSpark;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.model.metrics.TopClasses.RankedLabel;
import org.spiketrain.model.zoo.CommitteeMember;
import org.spiketrain.model.zoo.TrainedModel;
import org.spiketrain.pipeline.ModelFile;
import org.spiketrain.score.ScoringModel;

/** A converted text CNN and integrators of n-grams, which answer together. */
class CommitteeIT {
  private static final String[] COMMITTEE = {
    "-Dcommittee.members=words,ngrams",
    "-Dcommittee.weights=0.2 0.8",
    "-Dcommittee.words.network.stack=convolution(16, widths = 1 2, beta = 1) | pooled(each, beta = 1) | leaky(classes, beta = 1)",
    "-Dcommittee.words.training.epochs=0",
    "-Dcommittee.ngrams.conversion.stack=",
    "-Dcommittee.ngrams.network.stack=leaky(4, integrators = 2, integrator-gains = log-count-ratio, spiking-ngrams = 1) | readout(sum)",
    "-Dcommittee.ngrams.network.loss=",
    "-Dcommittee.ngrams.training.epochs=10",
    "-Dcommittee.ngrams.training.updater.learning-rate=0.02",
    "-Ddata.text.time-steps=30",
    "-Ddata.text.ngrams=2",
  };

  @TempDir static Path folder;

  private static TinyOpinions opinions;
  private static CommandLineRun first;
  private static JsonNode metrics;
  private static String report;

  @BeforeAll
  static void trains() throws IOException {
    opinions = TinyOpinions.in(folder);
    first = command("run");
    // Other tests evaluate again.
    metrics =
        new ObjectMapper().readTree(opinions.run().resolve("evaluation/metrics.json").toFile());
    report = Files.readString(opinions.run().resolve("report.html"));
  }

  private static CommandLineRun command(String command, String... more) {
    return opinions.command(
        command,
        Stream.concat(Arrays.stream(COMMITTEE), Arrays.stream(more)).toArray(String[]::new));
  }

  private static Path modelFile() {
    return opinions.run().resolve("model.zip");
  }

  private static Path member(String name) {
    return opinions.run().resolve("members").resolve(name);
  }

  private static TrainedModel model() throws IOException {
    return TrainedModel.read(Files.readAllBytes(modelFile()), "model.zip");
  }

  @Test
  void isOneModelAndIsEvaluatedBesideItsMembers() throws IOException {
    assertThat(first.err()).isEmpty();
    assertThat(first.out())
        .contains("committee: weights words 0.2, ngrams 0.8; model: ")
        .containsPattern("the committee +(1.000|0.9)")
        .contains("member words", "member ngrams");
    TrainedModel model = model();
    assertThat(model.members())
        .extracting(CommitteeMember::name, CommitteeMember::weight)
        .containsExactly(Tuple.tuple("words", 0.2), Tuple.tuple("ngrams", 0.8));
    assertThat(model.provenance().metrics()).containsEntry("weight.words", 0.2);
    assertThat(metrics.path("baselines").path("member-ngrams").path("accuracy").asDouble())
        .isGreaterThan(0.9);
    assertThat(report)
        .contains("Members of the committee", "Training of the ANN of words", "Training of ngrams")
        .contains("The member words has the parameters it began with");
    // The header and the network as it was converted.
    assertThat(Files.readString(member("words").resolve("training/history.csv")).lines())
        .hasSize(2);
  }

  @Test
  void scoresAsItIsEvaluated() throws IOException {
    TrainedModel model = model();
    ScoringModel scoring =
        ModelFile.ofLines(model, new org.apache.hadoop.fs.Path(modelFile().toString()));
    List<Row> rows =
        FrameParquet.read(
                LocalSpark.session(), opinions.run().resolve("frames").toString(), "train")
            .collectAsList();

    for (Row row : rows.subList(0, 10)) {
      assertThat(scoring.answers(List.of(row.<String>getAs("original")), 2).scored().get(0).top())
          .isEqualTo(
              RankedLabel.top(
                  model.classifier().probabilitiesOf(FrameParquet.example(row).frames()),
                  scoring.classes(),
                  2));
    }
    CommandLineRun scored =
        CommandLineRun.of("score", "--model", modelFile() + "", "the film was great");
    assertThat(scored.err()).isEmpty();
    assertThat(scored.out()).contains("positive");
  }

  @Test
  void goesOnWithTheMemberThatWasCutOff() throws IOException {
    byte[] before = Files.readAllBytes(modelFile());
    Object written = Files.getLastModifiedTime(member("words").resolve("model.zip"));
    Files.delete(member("ngrams").resolve("model.zip"));
    Files.delete(modelFile());

    CommandLineRun again = command("run", "--resume");

    assertThat(again.err()).isEmpty();
    assertThat(again.out())
        .contains("members/ngrams/model.zip")
        .doesNotContain("members/words/model.zip");
    assertThat(Files.readAllBytes(modelFile())).isEqualTo(before);
    assertThat(Files.getLastModifiedTime(member("words").resolve("model.zip"))).isEqualTo(written);
  }

  @Test
  void aNetworkThatIsTakenAsItIsIsEvaluatedOnceHoweverOftenItIsGoneOnWith() throws IOException {
    byte[] before = Files.readAllBytes(modelFile());
    Files.delete(member("words").resolve("model.zip"));
    Files.delete(modelFile());

    assertThat(command("train", "--resume").err()).isEmpty();

    assertThat(Files.readString(member("words").resolve("training/history.csv")).lines())
        .hasSize(2);
    assertThat(Files.readAllBytes(modelFile())).isEqualTo(before);
  }

  @Test
  void isNotReplacedByAnotherCommittee() throws IOException {
    byte[] before = Files.readAllBytes(modelFile());
    String refusal = "Cannot resume from " + modelFile() + ": it was made with other settings: ";

    assertThat(command("train", "--resume", "-Dcommittee.weights=equal").err())
        .contains(refusal + "committee.weights was 0.2 0.8 and is equal. Resume with the old ones");
    assertThat(command("train", "--resume", "-Dcommittee.members=ngrams,words").err())
        .contains(refusal + "committee.members was words, ngrams and is ngrams, words.");
    assertThat(Files.readAllBytes(modelFile())).isEqualTo(before);

    // The same weights, but a configuration of other bytes, which the model keeps.
    assertThat(command("train", "--resume", "-Dcommittee.weights=0.20, 0.8").err()).isEmpty();
    assertThat(command("train", "--resume").err()).isEmpty();
    assertThat(Files.readAllBytes(modelFile())).isEqualTo(before);
  }

  @Test
  void oneNetworkAndACommitteeAreNotTrainedInOneFolder() throws IOException {
    assertThat(
            opinions
                .command(
                    "train",
                    "--resume",
                    "-Ddata.text.time-steps=30",
                    "-Ddata.text.ngrams=2",
                    "-Dconversion.stack=",
                    "-Dnetwork.stack=leaky(classes)")
                .err())
        .contains("Output " + opinions.run().resolve("members") + " exists already");

    Path single = folder.resolve("single");
    assertThat(command("preprocess", "-Doutput.path=" + single).err()).isEmpty();
    Files.createDirectories(single.resolve("artificial/training"));
    assertThat(command("train", "--resume", "-Doutput.path=" + single).err())
        .contains("Output " + single.resolve("artificial") + " exists already");
    Files.createDirectories(single.resolve("members/words/training"));
    assertThat(command("train", "--resume", "-Doutput.path=" + single).err())
        .contains("Output " + single.resolve("artificial") + " exists already");
  }

  @Test
  void isComparedAsAnyModel() {
    CommandLineRun compared =
        command(
            "evaluate",
            "-Doutput.overwrite=true",
            "--compare",
            member("ngrams").resolve("model.zip") + "");

    assertThat(compared.err()).isEmpty();
    assertThat(compared.out()).contains("model " + member("ngrams"));
    CommandLineRun other =
        command(
            "evaluate",
            "-Doutput.overwrite=true",
            "--model",
            member("words").resolve("model.zip") + "",
            "--compare",
            modelFile() + "");
    assertThat(other.err()).isEmpty();
    assertThat(other.out()).contains("model " + modelFile());
  }

  @Test
  void whatWantsOneNetworkSaysSo() {
    String refusal = "is a committee of words, ngrams, but one network is wanted here";

    assertThat(command("profile").err()).contains("Model " + modelFile(), refusal);
    assertThat(command("attack").err()).contains("Model " + modelFile(), refusal);
    assertThat(command("plan").err()).contains("committee.members has several");
    assertThat(command("train").err()).contains("exists already");
    assertThat(goesOnAlone("preprocess").err()).isEmpty();
    assertThat(goesOnAlone("train").err()).contains("Model " + modelFile(), refusal);
  }

  private static CommandLineRun goesOnAlone(String command) {
    return opinions.command(
        command,
        "-Doutput.path=" + folder.resolve("alone"),
        "-Ddata.text.ngrams=2",
        "-Dconversion.stack=",
        "-Dtraining.start-from=" + modelFile());
  }
}
