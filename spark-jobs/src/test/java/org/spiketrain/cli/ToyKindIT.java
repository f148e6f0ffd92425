package org.spiketrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fourth kind of data, from outside of the main code, is trained, reported and scored. */
class ToyKindIT {
  @TempDir Path folder;

  @Test
  void aKindOfAnotherJarRunsAndScores() throws IOException {
    Path numbers = folder.resolve("numbers.txt");
    Files.writeString(
        numbers,
        IntStream.range(0, 120).mapToObj(Integer::toString).collect(Collectors.joining("\n")));
    Path output = folder.resolve("out");

    CommandLineRun run =
        CommandLineRun.of(
            "run",
            "conf/names-demo.conf",
            "-D",
            "data.kind=toy",
            "-D",
            "data.path=" + numbers,
            "-D",
            "data.toy.bits=7",
            "-D",
            "output.path=" + output,
            "-D",
            "network.stack=spiking-lstm(8) | readout(mean)",
            "-D",
            "training.workers=1",
            "-D",
            "training.epochs=1",
            "-D",
            "evaluation.baselines=false");

    assertThat(run.err()).doesNotContain("\tat ");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("120 numbers of 2 paritys (", "numbers of 7 bits");
    assertThat(Files.readString(output.resolve("report.html"))).contains("Numbers of 7 bits.");
    assertThat(Files.readString(output.resolve("frames/_manifest.json")))
        .contains("\"kind\" : \"toy\"");

    CommandLineRun score =
        CommandLineRun.of("score", "--model", output.resolve("model.zip") + "", "12", "x");
    assertThat(score.out()).contains("12");
    assertThat(score.err()).contains("\"x\" is no number");
    Path scores = folder.resolve("scores");
    CommandLineRun files =
        CommandLineRun.of(
            "score",
            "--model",
            output.resolve("model.zip") + "",
            "--input",
            numbers + "",
            "--output",
            scores + "");
    assertThat(files.code()).isZero();
    assertThat(files.out()).contains("scored: 120 numbers");
  }

  @Test
  void itsKeysAreCheckedAsAllKeysAre() {
    assertThat(
            CommandLineRun.of(
                    "run", "conf/names-demo.conf", "-D", "data.kind=toy", "-D", "data.toy.bits=40")
                .err())
        .contains("data.toy.bits", "a whole number from 1 to 16");
    assertThat(
            CommandLineRun.of(
                    "run", "conf/names-demo.conf", "-D", "data.kind=toy", "-D", "data.toy.bit=4")
                .err())
        .contains("did you mean data.toy.bits?");
    assertThat(CommandLineRun.of("run", "conf/names-demo.conf", "-D", "data.kind=toi").err())
        .contains("data.kind", "a kind that a jar brings (--jars)");
  }
}
