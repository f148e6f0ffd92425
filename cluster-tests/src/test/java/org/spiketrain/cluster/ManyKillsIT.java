package org.spiketrain.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Trainings whose executors, workers and drivers are killed by {@code kill -9} at random moments,
 * again and again. {@code -Dspiketrain.kills=100} says how often, in a training of names; in each
 * of the others a tenth as often. What was killed when stands in the folder of the logs.
 */
@EnabledOnOs(OS.LINUX)
class ManyKillsIT {
  private static final Path LOGS = Project.logs(ManyKillsIT.class);
  private static final int KILLS = Integer.getInteger("spiketrain.kills", 5);
  private static final int SEED = Integer.getInteger("spiketrain.kills.seed", 17);

  /** More than there are from kill to kill, as all processes need their time to come back. */
  private static final int ROUNDS_A_KILL = 12;

  @TempDir Path folder;

  private static int kills(Recipe recipe) {
    return recipe == Recipe.NAMES ? KILLS : KILLS / 10;
  }

  static Stream<Recipe> killed() {
    return Stream.of(Recipe.values()).filter(recipe -> kills(recipe) > 0);
  }

  @ParameterizedTest
  @MethodSource("killed")
  void theModelIsThatOfTheUndisturbedRun(Recipe recipe) throws Exception {
    int kills = kills(recipe);
    byte[] model = undisturbed(recipe, kills);

    Path output = folder.resolve("run");
    List<String> told = new ArrayList<>();
    try (StandaloneCluster cluster = StandaloneCluster.start(LOGS, 2);
        KilledTraining training =
            new KilledTraining(
                cluster,
                cluster.launcher(LOGS),
                command(recipe, kills, output),
                Outputs.progress(output),
                new Random(SEED))) {
      for (Kill kill : Kill.random(kills, new Random(SEED))) {
        training.suffer(kill);
        told.add("%s in round %d".formatted(kill, training.round()));
        Files.write(LOGS.resolve(recipe + "-kills.txt"), told);
      }
      training.assertSucceeds();
    }
    assertThat(output.resolve("model.zip")).as("%s", told).hasBinaryContent(model);
  }

  private byte[] undisturbed(Recipe recipe, int kills) throws Exception {
    if (recipe == Recipe.EVENTS) {
      // Its recordings are made up there.
      References.of(recipe);
    }
    Path output = folder.resolve("undisturbed");
    Launcher.local(LOGS).run(command(recipe, kills, output)).assertSucceeded();
    return Files.readAllBytes(output.resolve("model.zip"));
  }

  private static List<String> command(Recipe recipe, int kills, Path output) {
    return recipe.command("run", output.toString(), (kills + 2) * ROUNDS_A_KILL);
  }
}
