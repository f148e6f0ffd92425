package org.spiketrain.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A standalone cluster of machines that multiply matrices by different kernels. */
@EnabledOnOs(OS.LINUX)
@EnabledIfSystemProperty(named = "os.arch", matches = "amd64")
class StandaloneKernelsIT {
  private static final Path LOGS = Project.logs(StandaloneKernelsIT.class);

  /** Of which every processor with SSE4.2 is capable, and that none of today takes by itself. */
  private static final String OLD = "Nehalem";

  private static final String VARIABLE = "OPENBLAS_CORETYPE";

  @TempDir Path folder;

  @Test
  void allComputeByTheKernelOfTheOldestWhichIsTold() throws Exception {
    Path old = folder.resolve("old");
    Launcher.local(LOGS).withEnvironment(VARIABLE, OLD).run(command(old)).assertSucceeded();
    byte[] model = Files.readAllBytes(old.resolve("model.zip"));
    assertThat(model)
        .as("another kernel gives another model")
        .isNotEqualTo(References.model(Recipe.NAMES));

    Path mixed = folder.resolve("mixed");
    try (StandaloneCluster cluster = StandaloneCluster.start(LOGS, 1)) {
      cluster.addWorker(Map.of(VARIABLE, OLD));
      Started.Ended ended = cluster.launcher(LOGS).run(command(mixed)).assertSucceeded();
      assertThat(ended.err())
          .containsPattern(
              "processors have the BLAS kernels .*\\bnehalem \\(.*: all take nehalem, so that");
    }
    assertThat(mixed.resolve("model.zip")).hasBinaryContent(model);
    assertThat(mixed.resolve("evaluation/metrics.json"))
        .hasSameTextualContentAs(old.resolve("evaluation/metrics.json"));
  }

  private static List<String> command(Path output) {
    return Recipe.NAMES.command("run", output.toString());
  }
}
