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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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
    return new AblationTables(conf, layout, renderer, List.of("seed"), trials, Duration.ZERO);
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

  private interface Fact {
    boolean holds() throws IOException;
  }

  /** Writing is another thread's. */
  private static void awaitThat(Fact fact) throws Exception {
    for (int k = 0; !fact.holds(); k++) {
      assertThat(k).isLessThan(3000);
      Thread.sleep(10);
    }
  }

  /** Fails as long as it is told to. */
  private static final class FailingRenderer implements Renderer {
    final AtomicInteger failed = new AtomicInteger();
    final AtomicBoolean fails = new AtomicBoolean(true);

    @Override
    public Map<String, byte[]> ablation(Ablation ablation) {
      if (fails.get()) {
        failed.incrementAndGet();
        throw new NoClassDefFoundError("java/awt/Font");
      }
      return Map.of();
    }
  }

  @Test
  void whatCouldNotBeWrittenIsThereAfterTheNextTrial() throws Exception {
    FailingRenderer renderer = new FailingRenderer();
    try (AblationTables tables = tables(renderer)) {
      tables.put(trials.get(0), result(0));
      awaitThat(() -> renderer.failed.get() == 1);
      assertThat(table()).doesNotExist();
      renderer.fails.set(false);
      tables.put(trials.get(1), result(1));
      awaitThat(() -> Files.exists(table()));
      assertThat(Files.readAllLines(table())).hasSize(3);
    }
  }

  @Test
  void aTrialThatEndsWhileOthersAreWrittenIsWrittenWithoutWaitingForAnother() throws Exception {
    try (AblationTables tables = tables(Renderer.NONE)) {
      tables.put(trials.get(0), result(0));
      tables.put(trials.get(1), result(1));
      awaitThat(() -> Files.exists(table()) && Files.readAllLines(table()).size() == 3);
    }
  }

  @Test
  void whatIsNotWrittenAtTheEndSaysHowItWillBe() {
    try (AblationTables tables = tables(new FailingRenderer())) {
      assertThatThrownBy(tables::finish)
          .isInstanceOf(UserErrorException.class)
          .hasMessageContaining("cannot be written to " + folder.resolve("ablation"))
          .hasMessageContaining("java/awt/Font")
          .hasMessageContaining("--resume");
    }
  }

  @Test
  void whereAnotherRunHasTheFolderNowAllEnds() throws Exception {
    try (OutputLease lease = OutputLease.take(conf, layout.root(), Duration.ZERO);
        AblationTables tables = tables(Renderer.NONE)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file :
            files.filter(one -> one.getFileName().toString().startsWith(".lease")).toList()) {
          Files.delete(file);
        }
      }
      assertThatThrownBy(() -> awaitThat(() -> isPut(tables)))
          .isInstanceOf(UserErrorException.class)
          .hasMessageContaining("is no longer this run's");
      assertThat(lease.isLost()).isTrue();
    }
  }

  /** Returns false for as long as it can be. */
  private boolean isPut(AblationTables tables) {
    tables.put(trials.get(0), result(0));
    return false;
  }
}
