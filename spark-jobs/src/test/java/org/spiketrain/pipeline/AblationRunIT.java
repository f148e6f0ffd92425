package org.spiketrain.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.apache.commons.io.FileUtils;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.LocalSpark;
import org.spiketrain.LongTest;
import org.spiketrain.TinyNames;
import org.spiketrain.config.ExperimentConfig;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.pipeline.AblationRun.AblationListener;
import org.spiketrain.report.Reports;
import org.spiketrain.results.Ablation;
import org.spiketrain.results.Ablation.TrialResult;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.results.Renderer;
import org.spiketrain.sweep.Sweep;
import org.spiketrain.train.TrainingProgress;

class AblationRunIT {
  @TempDir private Path folder;
  private final Map<String, String> settings = new LinkedHashMap<>();

  @BeforeEach
  void names() throws IOException {
    LocalSpark.session();
    Path names = TinyNames.in(folder.resolve("names"));
    settings.put("data.path", names.toString());
    settings.put("data.names.ngrams", "1");
    settings.put("split.train-fraction", "0.5");
    settings.put("split.validation-fraction", "0.25");
    settings.put("split.test-fraction", "0.25");
    settings.put(
        "network.stack", "spiking-lstm(4, cell-state = clipped) | readout(mean, dropout = 0.3)");
    settings.put("training.batch-size", "2");
    settings.put("training.averaging-frequency", "1");
    settings.put("training.evaluate-every", "8");
    settings.put("training.examples", "32");
    settings.put("evaluation.baselines", "false");
    settings.put("output.path", folder.resolve("ablation").toString());
  }

  private ExperimentConfig config(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(settings);
    all.putAll(more);
    return ExperimentConfig.defaults(all);
  }

  private Ablation run(AblationListener listener, String... grid) {
    settings.put("ablation.grid", String.join("\n", grid));
    Sweep sweep = new Sweep(ExperimentConfig.sweep("conf/names-demo.conf", settings));
    ExperimentConfig base = config(Map.of());
    OutputLayout layout = OutputLayout.of(base.output().path());
    List<PlannedTrial> trials =
        sweep.trials().stream()
            .map(trial -> PlannedTrial.of(trial, this::config, base, layout))
            .toList();
    return new AblationRun(LocalSpark.session(), layout, listener, new Reports())
        .run(sweep, trials);
  }

  private byte[] alone(Map<String, String> values) throws IOException {
    Map<String, String> all = new LinkedHashMap<>(values);
    Path output = folder.resolve("alone-" + values.hashCode());
    all.put("output.path", output.toString());
    Experiment.open(LocalSpark.session(), config(all), ExperimentListener.NONE, Renderer.NONE)
        .run();
    return Files.readAllBytes(output.resolve("model.zip"));
  }

  private Path model(String trial) {
    return folder.resolve("ablation/trials").resolve(trial).resolve("model.zip");
  }

  /** Notes what becomes of trials. */
  private static class Followed implements AblationListener {
    final List<String> ended = Collections.synchronizedList(new ArrayList<>());
    final Set<String> trained = ConcurrentHashMap.newKeySet();
    private final BiConsumer<String, Long> rounds;

    Followed() {
      this((trial, examples) -> {});
    }

    /** Calls of each round with its trial and the examples so far. */
    Followed(BiConsumer<String, Long> rounds) {
      this.rounds = rounds;
    }

    @Override
    public TrainingProgress training(String trial) {
      return new TrainingProgress() {
        @Override
        public void round(long examples, long total) {
          trained.add(trial);
          rounds.accept(trial, examples);
        }
      };
    }

    @Override
    public void trialEnded(TrialResult result, int number, int of) {
      ended.add(result.name());
    }
  }

  @LongTest
  @Test
  void trialsSideBySideHaveTheBytesOfTheRunAlone() throws IOException {
    settings.put("ablation.parallel", "4");
    Ablation ablation =
        run(
            new Followed(),
            "seed=1,2",
            "training.workers=1,2",
            "training.updater.learning-rate=0.01,0.1");

    assertThat(ablation.rows()).hasSize(8).allMatch(row -> row.result().isPresent());
    assertThat(model("seed-2_training.workers-2_training.updater.learning-rate-0.1"))
        .hasBinaryContent(
            alone(
                Map.of(
                    "seed", "2",
                    "training.workers", "2",
                    "training.updater.learning-rate", "0.1")));
    assertThat(model("seed-1_training.workers-1_training.updater.learning-rate-0.01"))
        .hasBinaryContent(
            alone(
                Map.of(
                    "seed", "1",
                    "training.workers", "1",
                    "training.updater.learning-rate", "0.01")));
  }

  @LongTest
  @Test
  void onlyTheBestGoOnAfterACutAsIfNothingHadBeen() throws IOException {
    settings.put("ablation.halving", "2");
    settings.put("ablation.rungs", "1");
    String[] grid = {"training.batch-size=1,2,4", "seed=1,2"};
    Ablation ablation = run(new Followed(), grid);

    assertThat(ablation.rows()).hasSize(6).allMatch(row -> row.error().isEmpty());
    List<TrialResult> finished =
        ablation.rows().stream().filter(row -> row.result().isPresent()).toList();
    assertThat(finished).hasSize(4).allMatch(row -> row.cut().isEmpty());
    assertThat(ablation.rows().stream().filter(row -> !finished.contains(row)))
        .allMatch(row -> row.cut().orElseThrow().examples() == 16);
    TrialResult one = finished.get(0);
    assertThat(model(one.name())).hasBinaryContent(alone(one.labels()));

    // As if they had been killed before their histories were written.
    for (TrialResult row : ablation.rows()) {
      Path history = model(row.name()).resolveSibling("training/history.csv");
      if (row.cut().isPresent()) {
        Files.write(history, Files.readAllLines(history).subList(0, 1));
      }
    }
    // The cut of a trial that is over is at a fraction of them.
    FileUtils.deleteDirectory(folder.resolve("ablation/frames").toFile());
    Followed again = new Followed();
    Ablation repeated = run(again, grid);
    assertThat(again.trained).isEmpty();
    assertThat(repeated.files().get("ablation.csv"))
        .isEqualTo(ablation.files().get("ablation.csv"));
  }

  @LongTest
  @Test
  void whatMayPassIsTriedAgainAndGoesOnFromItsCheckpoint() throws IOException {
    settings.put("ablation.placement", "cluster");
    settings.put("training.checkpoint-every", "1");
    List<Long> seen = Collections.synchronizedList(new ArrayList<>());
    AtomicBoolean failed = new AtomicBoolean();
    Followed failing =
        new Followed(
            (trial, examples) -> {
              if (trial.equals("seed-1")) {
                seen.add(examples);
                if (examples == 16 && !failed.getAndSet(true)) {
                  throw new UncheckedIOException(new IOException("the network is gone"));
                }
              }
            });
    Ablation ablation = run(failing, "seed=1,2");

    assertThat(ablation.rows()).allMatch(row -> row.result().isPresent());
    assertThat(failing.ended).containsExactlyInAnyOrder("seed-1", "seed-2");
    assertThat(seen).containsExactly(4L, 8L, 12L, 16L, 16L, 20L, 24L, 28L, 32L);
    assertThat(model("seed-1")).hasBinaryContent(alone(Map.of("seed", "1")));
  }

  @LongTest
  @Test
  void aTrialInATaskSlotIsTriedAgainFromItsBeginning() throws IOException {
    settings.put("training.checkpoint-every", "1");
    settings.put("ablation.placement", "task");
    List<Long> seen = Collections.synchronizedList(new ArrayList<>());
    Followed failing =
        new Followed(
            (trial, examples) -> {
              seen.add(examples);
              if (seen.size() == 1) {
                throw new UncheckedIOException(new IOException("the network is gone"));
              }
            });
    Ablation ablation = run(failing, "seed=1");

    assertThat(ablation.rows()).allMatch(row -> row.result().isPresent());
    assertThat(seen).containsExactly(32L, 32L);
    assertThat(model("seed-1")).hasBinaryContent(alone(Map.of("seed", "1")));
  }

  @LongTest
  @Test
  void aCheckpointBehindACutWithoutTheEvaluationThereDecidesNothing() {
    settings.put("ablation.placement", "cluster");
    settings.put("training.checkpoint-every", "1");
    settings.put("training.evaluate-every", "12");
    settings.put("ablation.halving", "2");
    settings.put("ablation.rungs", "1");
    List<Long> seen = Collections.synchronizedList(new ArrayList<>());
    AtomicBoolean failed = new AtomicBoolean();
    Followed failing =
        new Followed(
            (trial, examples) -> {
              seen.add(examples);
              if (examples == 20 && !failed.getAndSet(true)) {
                throw new UncheckedIOException(new IOException("the network is gone"));
              }
            }) {
          @Override
          public void trialEnded(TrialResult result, int number, int of) {
            result.cut().ifPresent(cut -> seen.add(-cut.examples()));
          }
        };
    run(failing, "seed=1");

    assertThat(seen).containsExactly(4L, 8L, 12L, 16L, 20L, 20L, 24L, -16L, 28L, 32L);
  }

  @Test
  void whereAllTrialsFailNoneGoesOn() {
    settings.put("ablation.halving", "2");
    Ablation ablation = run(new Followed(), "training.workers=1000,2000");

    assertThat(ablation.rows()).hasSize(2).allMatch(row -> !row.error().isEmpty());
  }

  @Test
  void whatSparkThrowsUndeclaredIsRecorded() {
    Followed failing =
        new Followed(
            (trial, examples) -> {
              if (trial.contains("size-1")) {
                AblationRunIT.<RuntimeException>undeclared(new SparkException("a task failed"));
              }
            });
    Ablation ablation = run(failing, "training.batch-size=1,2");

    assertThat(ablation.rows().get(0).error()).contains("a task failed");
    assertThat(ablation.rows().get(1).result()).isPresent();
    assertThat(failing.ended).hasSize(2);
  }

  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void whatEndsTheAblationEndsThoseWhoWait() {
    settings.put("ablation.parallel", "2");
    Followed broken =
        new Followed() {
          @Override
          public void trialEnded(TrialResult result, int number, int of) {
            // The first thread waits for the second one, which says nothing any more.
            if (Thread.currentThread().getName().endsWith("thread-2")) {
              AblationRunIT.<RuntimeException>undeclared(new SparkException("no tables"));
            }
          }
        };

    assertThatThrownBy(() -> run(broken, "training.batch-size=1,2"))
        .hasRootCauseInstanceOf(SparkException.class);
  }

  /** Throws as Scala does, past the compiler. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> void undeclared(Throwable e) throws T {
    throw (T) e;
  }

  @LongTest
  @Test
  void whatFailsTwiceIsRecordedWithItsReasonAndWhatWouldFailAgainIsNotRepeated() {
    Followed failing =
        new Followed(
            (trial, examples) -> {
              if (trial.contains("seed-1")) {
                throw new UncheckedIOException(new IOException("the network is gone"));
              }
            });
    Ablation ablation = run(failing, "seed=1,2", "training.batch-size=2");
    Ablation diverging = run(new Followed(), "training.workers=1000");

    assertThat(ablation.rows().get(0).error()).contains("the network is gone");
    assertThat(ablation.rows().get(1).result()).isPresent();
    assertThat(diverging.rows().get(0).error()).contains("lower training.workers");
  }

  @Test
  void anErrorOfATrialFailsThatOneAlone() {
    settings.put("ablation.parallel", "1");
    List<String> tried = Collections.synchronizedList(new ArrayList<>());
    Followed failing =
        new Followed(
            (trial, examples) -> {
              tried.add(trial);
              switch (trial) {
                case "training.batch-size-1" -> throw new OutOfMemoryError("Java heap space");
                case "training.batch-size-2" -> throw new NoClassDefFoundError("org/Missing");
                default -> {}
              }
            });
    Ablation ablation = run(failing, "training.batch-size=1,2,4");

    assertThat(ablation.rows().get(0).error()).startsWith("There was not enough memory");
    assertThat(ablation.rows().get(1).error())
        .isEqualTo("unexpected error: java.lang.NoClassDefFoundError: org/Missing");
    assertThat(ablation.rows().get(2).result()).isPresent();
    assertThat(tried)
        .filteredOn(trial -> !trial.endsWith("4"))
        .containsExactly("training.batch-size-1", "training.batch-size-2", "training.batch-size-1");
  }

  @Test
  void anErrorOfTheWholeProgramEndsAllTrials() {
    settings.put("ablation.parallel", "1");
    Followed failing =
        new Followed(
            (trial, examples) -> {
              throw new InternalError("a fault of the JVM");
            });

    assertThatThrownBy(() -> run(failing, "training.batch-size=1,2"))
        .hasRootCauseInstanceOf(InternalError.class);
    assertThat(failing.trained).hasSize(1);
  }

  @Test
  void tablesThatCannotBeWrittenEndNothingAndComeWithTheNextTrialOrRun() throws IOException {
    settings.put("ablation.parallel", "1");
    Path tables = folder.resolve("ablation/ablation");
    Followed blocked =
        new Followed(
            (trial, examples) -> {
              if (!Files.exists(tables)) {
                AblationRunIT.create(tables);
              }
            });

    assertThatThrownBy(() -> run(blocked, "training.batch-size=1,2"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("their tables cannot be written to " + tables)
        .hasMessageContaining("the same command again with --resume");
    assertThat(blocked.ended).hasSize(2);

    Files.delete(tables);
    Followed again = new Followed();
    assertThat(run(again, "training.batch-size=1,2").rows())
        .allMatch(row -> row.result().isPresent());
    assertThat(again.trained).isEmpty();
    assertThat(tables.resolve("report.html")).isNotEmptyFile();
  }

  @LongTest
  @Test
  void whatAKilledSweepLeftIsTidiedUpAndItsFinishedTrialsComeFirst() throws IOException {
    settings.put("ablation.parallel", "1");
    run(new Followed(), "seed=2");
    byte[] model = Files.readAllBytes(model("seed-2"));
    Path frames = folder.resolve("ablation/frames");
    Path unfinished = Files.createDirectory(frames.resolve(".seed-1.tmp-" + UUID.randomUUID()));
    Followed resumed = new Followed();
    run(resumed, "seed=1,2");

    assertThat(resumed.ended).containsExactly("seed-2", "seed-1");
    assertThat(unfinished).doesNotExist();

    // As an object store leaves them, where the manifest is moved last.
    Files.delete(frames.resolve("seed-2/_manifest.json"));
    Files.delete(model("seed-2"));
    Files.delete(model("seed-2").resolveSibling("report.html"));
    FileUtils.deleteDirectory(model("seed-2").resolveSibling("training").toFile());
    FileUtils.deleteDirectory(model("seed-2").resolveSibling("evaluation").toFile());
    assertThat(run(new Followed(), "seed=1,2").rows()).allMatch(row -> row.error().isEmpty());
    assertThat(model("seed-2")).hasBinaryContent(model);
  }

  private static void create(Path file) {
    try {
      Files.createFile(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
