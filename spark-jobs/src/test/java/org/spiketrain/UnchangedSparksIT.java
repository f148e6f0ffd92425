package org.spiketrain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The packaged jar on whole distributions of Spark as they are downloaded, by the launcher: each
 * trains the very parameters that the embedded Spark trains. The homes of the distributions are in
 * an environment variable, one after the other as in a class path.
 */
@EnabledIfSystemProperty(
    named = "spiketrain.packaged",
    matches = "true",
    disabledReason = "needs the packaged jar: Maven runs it after package")
@EnabledIfEnvironmentVariable(
    named = UnchangedSparksIT.HOMES,
    matches = ".+",
    disabledReason = "no distributions of Spark: name some in SPIKETRAIN_SPARK_HOMES")
class UnchangedSparksIT {
  static final String HOMES = "SPIKETRAIN_SPARK_HOMES";
  private static final Path LAUNCHER = Path.of("..", "deploy", "bin", "spiketrain");
  private static final Set<String> PARAMETERS = Set.of("coefficients.bin", "parameters");
  private static final List<String> WRITTEN = List.of("Satoshi", "Jackson", "Ivanova");

  @TempDir static Path shared;
  private static Map<String, byte[]> expected;

  @TempDir Path folder;

  static Stream<String> homes() {
    return Stream.of(System.getenv(HOMES).split(File.pathSeparator, -1));
  }

  @BeforeAll
  static void runOnTheEmbeddedSpark() throws Exception {
    expected = outcomes("", shared);
    assertThat(expected)
        .containsKeys(
            "names/model.zip",
            "text/artificial/model.zip",
            "text/converted.zip",
            "text/model.zip",
            "answers")
        .hasSizeGreaterThanOrEqualTo(8);
  }

  @ParameterizedTest
  @MethodSource("homes")
  void trainsAndScoresBitForBitAsTheEmbeddedSpark(String home) throws Exception {
    Map<String, byte[]> found = outcomes(home, folder);
    assertThat(found.keySet()).isEqualTo(expected.keySet());
    found.forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(expected.get(name)));
  }

  @ParameterizedTest
  @MethodSource("homes")
  void theJarOfOurOwnClassesAndLibrariesElsewhereTrainTheSame(String home) throws Exception {
    Path libraries = Path.of("target", "libs").toAbsolutePath();
    run(
        home,
        folder,
        Map.of("SPIKETRAIN_LIBS", "local:" + libraries),
        "demo",
        "--master=local-cluster[2,1,1024]",
        "-Doutput.path=" + folder.resolve("names"),
        "-Dtraining.examples=8000");
    assertThat(parameters(folder.resolve("names/model.zip")))
        .isEqualTo(expected.get("names/model.zip"));
  }

  /** Runs the demos, scoring and an ablation; the parameters and answers that come of it. */
  private static Map<String, byte[]> outcomes(String home, Path output) throws Exception {
    String model = output.resolve("names/model.zip").toString();
    Path names = Files.write(output.resolve("names.txt"), WRITTEN);
    Path scores = output.resolve("scores");
    Map<String, byte[]> outcomes = new TreeMap<>();
    run(
        home,
        output,
        "demo",
        "-Doutput.path=" + output.resolve("names"),
        "-Dtraining.examples=8000");
    run(
        home,
        output,
        "demo",
        "--recipe=text",
        "-Doutput.path=" + output.resolve("text"),
        "-Dconversion.epochs=2",
        "-Dtraining.epochs=1");
    List<String> score = new ArrayList<>(List.of("score", "--model=" + model));
    score.addAll(WRITTEN);
    outcomes.put("answers", run(home, output, score.toArray(String[]::new)));
    run(
        home,
        output,
        "score",
        "--model=" + model,
        "--input=" + names,
        "--output=" + scores,
        "--format=csv");
    run(
        home,
        output,
        "ablate",
        "conf/names-demo.conf",
        "--grid",
        "network.stack=spiking-lstm({8,16}, cell-state = clipped, bidirectional = true) | readout(mean)",
        "-Dtraining.examples=3000",
        "-Doutput.path=" + output.resolve("ablation"));
    try (Stream<Path> files = Files.walk(output)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".zip")) {
          outcomes.put(output.relativize(file).toString(), parameters(file));
        } else if (name.startsWith("part-") && file.startsWith(scores)) {
          outcomes.put("scores", Files.readAllBytes(file));
        }
      }
    }
    return outcomes;
  }

  /** The parameters in a model file or a checkpoint. */
  private static byte[] parameters(Path file) {
    try (ZipFile zip = new ZipFile(file.toFile());
        InputStream in =
            zip.getInputStream(
                zip.stream()
                    .filter(entry -> PARAMETERS.contains(entry.getName()))
                    .findFirst()
                    .orElseThrow())) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] run(String home, Path output, String... arguments) throws Exception {
    return run(home, output, Map.of(), arguments);
  }

  private static byte[] run(
      String home, Path output, Map<String, String> environment, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>(List.of("bash", LAUNCHER.toString()));
    command.addAll(List.of(arguments));
    Path out = output.resolve("out.log");
    Path err = output.resolve("err.log");
    ProcessBuilder launcher = new ProcessBuilder(command);
    launcher.environment().keySet().removeAll(Set.of("SPARK_HOME", "SPARK_SCALA_VERSION"));
    if (!home.isEmpty()) {
      launcher.environment().put("SPARK_HOME", home);
    }
    launcher.environment().putAll(environment);
    Process process = launcher.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    try {
      assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(err)).isZero();
      return Files.readAllBytes(out);
    } finally {
      process.destroyForcibly();
    }
  }
}
