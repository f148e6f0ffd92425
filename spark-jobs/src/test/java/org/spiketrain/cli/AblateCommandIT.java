package org.spiketrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.LocalSpark;
import org.spiketrain.TinyNames;
import org.spiketrain.model.zoo.ModelProvenance;
import org.spiketrain.model.zoo.TrainedModel;

class AblateCommandIT {
  @TempDir Path folder;
  private Path output;

  @BeforeEach
  void session() {
    LocalSpark.session();
    output = folder.resolve("out");
  }

  private CommandLineRun ablate(String conf, List<String> settings, String... more) {
    List<String> args = new ArrayList<>(List.of("ablate", conf));
    for (String setting : settings) {
      args.addAll(List.of("-D", setting));
    }
    args.addAll(List.of("-D", "output.path=" + output, "-D", "evaluation.baselines=false"));
    args.addAll(List.of(more));
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  private List<String> lines(String file) throws IOException {
    return Files.readAllLines(output.resolve("ablation").resolve(file));
  }

  /** Makes a model one of a version that did not have a key yet. */
  private static void withoutKey(Path file, String key) throws IOException {
    TrainedModel model = TrainedModel.read(Files.readAllBytes(file), "model.zip");
    String known = model.provenance().configuration();
    String former = known.replaceAll("(?m)^ *" + key + "=.*\\R", "");
    assertThat(former).isNotEqualTo(known);
    ModelProvenance provenance = Provenances.withConfiguration(model.provenance(), former);
    Files.write(file, new TrainedModel(model.network(), provenance).toBytes());
  }

  private void names(String name) throws IOException {
    TinyNames.in(folder.resolve(name));
  }

  @Test
  void aSettingThatFailsIsToldTheOthersRunAndThoseThatAreDoneAreNotRunAgain() throws IOException {
    names("good");
    List<String> small =
        List.of(
            "data.names.ngrams=1",
            "split.train-fraction=0.5",
            "split.validation-fraction=0.25",
            "split.test-fraction=0.25",
            "network.stack=spiking-lstm(4, cell-state = clipped, bidirectional = true) | readout(mean, dropout = 0.3)",
            "training.batch-size=4",
            "training.averaging-frequency=2",
            "training.examples=16");
    String grid = "data.path=" + folder + "/{late,good}";
    CommandLineRun failed = ablate("conf/names-demo.conf", small, "--grid", grid);

    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.err()).contains("1 of 2 trials failed (data.path-late)");
    assertThat(failed.out())
        .contains(
            " data.path-late: failed, 1 of 2 over: ",
            " data.path-good: validation accuracy 0.",
            "Ranked by accuracy on the validation split",
            "Best trial: data.path-good: validation accuracy 0.");
    assertThat(lines("ablation.csv").get(0))
        .startsWith(
            "trial,data.path,seed,rank,validation_accuracy,validation_accuracy_low,validation_accuracy_high,split,accuracy_trained,accuracy_trained_low,")
        .endsWith(",training_seconds,error");
    assertThat(lines("ablation.csv").get(1))
        .contains("data.path-late,late,1,,,,,,")
        .contains("late");
    assertThat(lines("ablation.csv").get(2))
        .startsWith("data.path-good,good,1,1,0.")
        .contains(",test,0.");

    names("late");
    Path model = output.resolve("trials/data.path-good/model.zip");
    withoutKey(model, "outer-momentum");
    var written = Files.getLastModifiedTime(model);
    CommandLineRun again =
        ablate(
            "conf/names-demo.conf",
            small,
            "--grid",
            grid,
            "-D",
            "output.overwrite=true",
            "--resume");

    assertThat(again.err()).isEmpty();
    assertThat(again.code()).isZero();
    assertThat(Files.getLastModifiedTime(model)).isEqualTo(written);
    assertThat(output.resolve("frames")).isDirectoryContaining("glob:**/data.path-late");
    assertThat(lines("ablation-summary.csv"))
        .hasSize(3)
        .allMatch(
            row ->
                row.matches("(good|late),[12],1,0\\.[0-9]+,0\\.[0-9]+")
                    || row.equals("data.path,rank,runs,validation_accuracy_mean,trained_mean"));

    CommandLineRun other =
        ablate("conf/names-demo.conf", small, "--grid", grid, "-D", "training.batch-size=5");
    assertThat(other.code()).isEqualTo(1);
    assertThat(other.out()).contains("another configuration, with training.batch-size 4 instead");
    assertThat(Files.getLastModifiedTime(model)).isEqualTo(written);
  }

  /** Two trials, which begin as the same ANN. */
  private CommandLineRun convertTwo() {
    return ablate(
        "conf/text-demo.conf",
        List.of(
            "data.text.time-steps=3",
            "data.text.dimensions=6",
            "conversion.epochs=0.2",
            "conversion.stack=convolution(3, widths = 2, neurons = relu) | linear(classes)"),
        "--grid",
        "network.stack=convolution(3, widths = 2) | pooled(each) | leaky(2, beta = {0.5,1})",
        "-D",
        "training.epochs=0.1");
  }

  @Test
  void whatAFinishedTrialNoLongerHasToShareIsMadeAnewForTheOthers() throws IOException {
    Path first = output.resolve("trials/network.stack-0.5");
    Path second = output.resolve("trials/network.stack-1");
    assertThat(convertTwo().code()).isZero();
    byte[] model = Files.readAllBytes(second.resolve("model.zip"));
    byte[] artificial = Files.readAllBytes(second.resolve("artificial/model.zip"));
    List<String> table = lines("ablation-summary.csv");

    FileUtils.deleteDirectory(output.resolve("frames").toFile());
    FileUtils.deleteDirectory(first.resolve("artificial").toFile());
    FileUtils.deleteDirectory(second.toFile());
    CommandLineRun resumed = convertTwo();

    assertThat(resumed.out() + resumed.err()).doesNotContain("failed");
    assertThat(resumed.code()).isZero();
    assertThat(second.resolve("model.zip")).hasBinaryContent(model);
    assertThat(second.resolve("artificial/model.zip")).hasBinaryContent(artificial);
    assertThat(lines("ablation-summary.csv")).isEqualTo(table);
  }

  @Test
  void settingsOfTheSameDataShareFramesAndTheArtificialNetwork() throws IOException {
    CommandLineRun run = convertTwo();

    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains(" network.stack-1: ", "test accuracy 0.", " of artificial", "; 2 of 2 over");
    Path first = output.resolve("trials/network.stack-0.5");
    Path second = output.resolve("trials/network.stack-1");
    assertThat(second.resolve("artificial/training/history.csv"))
        .hasSameTextualContentAs(first.resolve("artificial/training/history.csv"));
    assertThat(second.resolve("report.html")).isNotEmptyFile();
    assertThat(first.resolve("frames")).doesNotExist();
    assertThat(output.resolve("frames/all/_manifest.json")).exists();
    assertThat(lines("ablation.csv").get(0))
        .isEqualTo(
            "trial,network.stack,seed,rank,validation_accuracy,validation_accuracy_low,"
                + "validation_accuracy_high,split,accuracy_trained,accuracy_trained_low,"
                + "accuracy_trained_high,accuracy_artificial,"
                + "accuracy_converted,firing_rate_layer_2,firing_rate_layer_3,training_seconds,error");
    assertThat(output.resolve("ablation/ablation.png")).isNotEmptyFile();
    assertThat(output.resolve("ablation/report.html"))
        .content()
        .contains("<title>Spiketrain: ablation</title>", "network.stack-0.5");
  }
}
