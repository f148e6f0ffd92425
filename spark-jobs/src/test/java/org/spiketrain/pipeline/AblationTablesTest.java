package org.spiketrain.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.config.ExperimentConfig;
import org.spiketrain.data.io.OutputLease;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.results.Ablation;
import org.spiketrain.results.Ablation.TrialResult;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.results.Renderer;
import org.spiketrain.sweep.Sweep;

class AblationTablesTest {
  @TempDir Path folder;
  private final Configuration conf = new Configuration();
  private OutputLayout layout;
  private List<PlannedTrial> trials;

  @BeforeEach
  void trials() {
    Map<String, String> settings =
        Map.of(
            "ablation.grid", "seed=1,2",
            "data.path", folder.toString(),
            "output.path", folder.toString());
    ExperimentConfig base = ExperimentConfig.defaults(settings);
    layout = OutputLayout.of(folder.toString());
    trials =
        new Sweep(ExperimentConfig.sweep("conf/names-demo.conf", settings))
            .trials().stream()
                .map(trial -> PlannedTrial.of(trial, unused -> base, base, layout))
                .toList();
  }

  private AblationTables tables(Renderer renderer) {
    return new AblationTables(conf, layout, renderer, List.of("seed"), trials);
  }

  private TrialResult result(int trial) {
    return new TrialResult(
        trials.get(trial).trial().name(),
        Map.of("seed", Integer.toString(trial)),
        trial,
        Optional.empty(),
        Optional.empty(),
        "");
  }

  private Path table() {
    return folder.resolve("ablation/ablation.csv");
  }

  @Test
  void whatCouldNotBeWrittenIsThereAfterTheNextTrial() throws IOException {
    AblationTables tables = tables(Renderer.NONE);
    Path obstacle = Files.createFile(folder.resolve("ablation"));
    tables.put(trials.get(0), result(0));
    Files.delete(obstacle);
    tables.put(trials.get(1), result(1));

    assertThat(Files.readAllLines(table())).hasSize(3);
  }

  @Test
  void aPictureThatFailsEndsNoTrial() {
    AblationTables tables =
        tables(
            new Renderer() {
              @Override
              public Map<String, byte[]> ablation(Ablation ablation) {
                throw new NoClassDefFoundError("java/awt/Font");
              }
            });
    tables.put(trials.get(0), result(0));

    assertThatThrownBy(tables::finish)
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("java/awt/Font");
  }

  @Test
  void whereAnotherRunHasTheFolderNowAllEnds() throws IOException {
    try (OutputLease lease = OutputLease.take(conf, layout.root(), Duration.ZERO)) {
      AblationTables tables = tables(Renderer.NONE);
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file :
            files.filter(one -> one.getFileName().toString().startsWith(".lease")).toList()) {
          Files.delete(file);
        }
      }
      assertThatThrownBy(() -> tables.put(trials.get(0), result(0)))
          .isInstanceOf(UserErrorException.class)
          .hasMessageContaining("is no longer this run's");
      assertThat(lease.isLost()).isTrue();
    }
  }
}
