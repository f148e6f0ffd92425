package org.spiketrain.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.FileUtil;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/**
 * {@code spiketrain warm-up}, for the launcher: does a little of everything once, so that a Java
 * that writes an archive of the classes it has loaded at its end knows what other commands need.
 */
@Command(
    name = "warm-up",
    hidden = true,
    description = "Train and score for some seconds, in a folder that is deleted again.")
final class WarmUpCommand extends ConsoleCommand implements Callable<Integer> {
  private static final String NAME = "Satoshi";

  @Override
  public Integer call() throws IOException {
    Path folder = Files.createTempDirectory("spiketrain");
    try {
      Path run = folder.resolve("run");
      // Whatever file system is the user's own.
      String model = run.resolve("model.zip").toUri().toString();
      String list = Files.writeString(folder.resolve("names.txt"), NAME + "\n").toUri().toString();
      String scores = folder.resolve("scores").toUri().toString();
      int code = execute("demo", "-Doutput.path=" + run.toUri(), "-Dtraining.examples=512");
      return code == ExitCode.OK
          ? Math.max(
              execute("score", "--model", model, "--input", list, "--output", scores),
              execute("score", "--model", model, NAME))
          : code;
    } finally {
      FileUtil.fullyDelete(folder.toFile());
    }
  }

  private int execute(String... args) {
    CommandLine line = Spiketrain.commandLine();
    line.setOut(out());
    line.setErr(err());
    return line.execute(args);
  }
}
