package org.spiketrain.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code spiketrain warm-up}, for the launcher: does a little of everything once, so that a Java
 * that writes an archive of the classes it has loaded at its end knows what other commands need.
 */
@Command(
    name = "warm-up",
    hidden = true,
    description = "Train and score for some seconds, in a folder that may be deleted then.")
final class WarmUpCommand extends ConsoleCommand implements Callable<Integer> {
  private static final String NAME = "Satoshi";

  @Option(
      names = "--answers",
      description = "Do what takes no Spark, with the model that an earlier one has left there.")
  private boolean answers;

  @Parameters(paramLabel = "FOLDER", description = "A folder for the model and its scores.")
  private Path folder;

  @Override
  public Integer call() throws IOException {
    for (List<String> command : answers ? withoutSpark() : onSpark()) {
      int code = execute(command.toArray(String[]::new));
      if (code != ExitCode.OK) {
        return code;
      }
    }
    return ExitCode.OK;
  }

  private List<List<String>> onSpark() throws IOException {
    Path names = Files.writeString(folder.resolve("names.txt"), NAME + "\n");
    return List.of(
        List.of("demo", "-Doutput.path=" + path("run"), "-Dtraining.examples=512"),
        List.of("score", "--model", model(), "--input", uri(names), "--output", path("scores")),
        List.of("score", "--model", model(), NAME));
  }

  private List<List<String>> withoutSpark() {
    String registry = "-Dregistry.path=" + path("models");
    return List.of(
        List.of("score", "--model", model(), NAME),
        List.of("models", "publish", "names", "--model", model(), "--alias", "warm", registry),
        List.of("score", "--model", "models:/names@warm", registry, "--format", "json", NAME));
  }

  private String model() {
    return path("run/model.zip");
  }

  private String path(String name) {
    return uri(folder.resolve(name));
  }

  /** Whatever file system is the user's own. */
  private static String uri(Path path) {
    return path.toUri().toString();
  }

  private int execute(String... args) {
    CommandLine line = Spiketrain.commandLine(args);
    line.setOut(out());
    line.setErr(err());
    return line.execute(args);
  }
}
