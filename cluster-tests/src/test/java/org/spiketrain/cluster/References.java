package org.spiketrain.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the recipes give on two threads of one JVM, undisturbed; made once for all tests that ask.
 */
final class References {
  private static final Path LOGS = Project.logs(References.class);
  private static final Set<Recipe> MADE = EnumSet.noneOf(Recipe.class);

  private References() {}

  static Path folder(Recipe recipe) {
    return LOGS.resolve(recipe.name().toLowerCase(Locale.ROOT));
  }

  /** The output of a run. */
  static synchronized Path of(Recipe recipe) throws IOException, InterruptedException {
    Path output = folder(recipe);
    if (MADE.add(recipe)) {
      List<String> command = recipe.command("run", output.toString());
      if (recipe == Recipe.EVENTS) {
        // Only the demo makes its data up.
        command.set(0, "demo");
        command.set(1, "--recipe=" + recipe.demo());
      }
      command.add("-Doutput.overwrite=true");
      Launcher.local(LOGS).run(command).assertSucceeded();
    }
    return output;
  }

  /** The model that a run on any cluster must give, byte for byte. */
  static byte[] model(Recipe recipe) throws IOException, InterruptedException {
    return Files.readAllBytes(of(recipe).resolve("model.zip"));
  }
}
