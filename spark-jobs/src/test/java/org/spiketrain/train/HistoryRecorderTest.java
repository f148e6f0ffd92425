package org.spiketrain.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.results.EventFile;
import org.spiketrain.results.HistoryRow;
import org.spiketrain.results.HistoryRow.SplitScores;
import org.spiketrain.results.RunFiles;
import org.spiketrain.results.TrainingHistory;
import org.spiketrain.results.TrainingHistory.EvaluatedSplits;

class HistoryRecorderTest {
  @TempDir Path output;
  private static final EvaluatedSplits SPLITS = new EvaluatedSplits("validation", "test");

  private RunFiles files;
  private HistoryRecorder recorder;
  private long seconds = 100;

  @BeforeEach
  void open() {
    files = TinyTraining.files(output);
    recorder =
        new HistoryRecorder(
            files, SPLITS, new TrainingProgress() {}, () -> TimeUnit.SECONDS.toNanos(seconds));
  }

  private static HistoryRow row(int round) {
    return new HistoryRow(
        10L * round,
        round / 2.0,
        round,
        round,
        new SplitScores(1.0 / round, 0.5),
        new SplitScores(1.5 / round, 0.25),
        new SplitScores(2.0 / round, 0.2),
        1e-3);
  }

  private int rows() {
    return files.readHistory().rows().size();
  }

  /** Of the events for TensorBoard; 0 is the one that says the version. */
  private List<Long> steps() throws IOException {
    Path file = output.resolve("training/tensorboard/events.out.tfevents.0000000000.spiketrain");
    return EventFile.read(Files.readAllBytes(file)).stream().map(EventFile.Event::step).toList();
  }

  @Test
  void evaluationsAreWrittenWithTheirCurveButNotEverySecond() {
    recorder.begin(TrainingHistory.empty());
    seconds += 6;
    recorder.evaluated(row(1));
    assertThat(rows()).isEqualTo(1);
    assertThat(output.resolve("training/history.svg")).exists();

    seconds += 1;
    recorder.evaluated(row(2));
    assertThat(rows()).isEqualTo(1);

    seconds += 4;
    recorder.round(30, 100);
    assertThat(rows()).isEqualTo(2);
  }

  @Test
  void whatIsNotWrittenYetIsWrittenInTheEnd() {
    recorder.begin(TrainingHistory.empty());
    recorder.evaluated(row(1));
    recorder.finish();
    assertThat(rows()).isEqualTo(1);
    assertThat(output.resolve("training/history.png")).exists();
    assertThat(output.resolve("training/loss-test.png")).exists();
  }

  @Test
  void aResumedTrainingReplacesWhatTheInterruptedOneHadWrittenSinceItsCheckpoint()
      throws IOException {
    TrainingHistory checkpointed = TrainingHistory.empty().with(row(1));
    files.writeHistory(checkpointed.with(row(2)).with(row(3)), SPLITS);

    recorder.begin(checkpointed);
    assertThat(rows()).isEqualTo(1);
    seconds += 6;
    recorder.evaluated(row(2));
    assertThat(files.readHistory().rows()).containsExactly(row(1), row(2));
    assertThat(steps()).as("TensorBoard's").containsExactly(0L, 10L, 20L);
  }

  @Test
  void nothingNewIsNotWrittenAgain() throws Exception {
    recorder.begin(TrainingHistory.empty().with(row(1)));
    Files.delete(output.resolve("training/history.csv"));
    seconds += 60;
    recorder.round(30, 100);
    assertThat(output.resolve("training/history.csv")).doesNotExist();
  }
}
