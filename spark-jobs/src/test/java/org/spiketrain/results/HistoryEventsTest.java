package org.spiketrain.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spiketrain.results.HistoryRow.SplitScores;
import org.spiketrain.results.TrainingHistory.EvaluatedSplits;

class HistoryEventsTest {
  private static final EvaluatedSplits SPLITS = new EvaluatedSplits("validation", "test");

  /** The one that golden/history_events.py has. */
  private static final TrainingHistory HISTORY =
      new TrainingHistory(
          List.of(
              new HistoryRow(
                  0, 0, 0, 0, SplitScores.NONE, new SplitScores(1.75, 0), SplitScores.NONE, 0.01),
              new HistoryRow(
                  300,
                  0.75,
                  6,
                  12.5,
                  new SplitScores(1.1, 0.5),
                  new SplitScores(1.3, 0.4375),
                  new SplitScores(1.4, 0.4),
                  0.01),
              new HistoryRow(
                  40_000_000_000L,
                  1e8,
                  800_000_000,
                  1e6,
                  new SplitScores(1e-9, 1),
                  SplitScores.NONE,
                  SplitScores.NONE,
                  1e-5)));

  @Test
  void areTheBytesOfTensorBoardsOwnWriter() throws IOException {
    try (InputStream golden = getClass().getResourceAsStream("/golden/history.tfevents")) {
      assertThat(HistoryEvents.of(HISTORY, SPLITS)).isEqualTo(golden.readAllBytes());
    }
  }

  @Test
  void aRecordIsTheVersionAndTheOthersAreTheEvaluationsAsTheyWere() {
    List<EventFile.Event> events = EventFile.read(HistoryEvents.of(HISTORY, SPLITS));

    assertThat(events).hasSize(1 + 3);
    assertThat(events.get(0).version()).isEqualTo("brain.Event:2");
    assertThat(events.get(1).scalars())
        .as("what was not measured is left out")
        .containsOnlyKeys("loss/validation", "accuracy/validation", "learning_rate", "epoch");
    assertThat(events.get(2).step()).isEqualTo(300);
    assertThat(events.get(2).seconds()).isEqualTo(12.5);
    assertThat(events.get(2).scalars())
        .contains(
            entry("loss/training", 1.1f),
            entry("accuracy/test", 0.4f),
            entry("examples_per_second", 24f));
    assertThat(events.get(3).step()).isEqualTo(40_000_000_000L);
  }

  @Test
  void aLongerHistoryOnlyAddsToTheFile() {
    byte[] shorter = HistoryEvents.of(new TrainingHistory(HISTORY.rows().subList(0, 2)), SPLITS);
    byte[] longer = HistoryEvents.of(HISTORY, SPLITS);

    assertThat(Arrays.copyOf(longer, shorter.length)).isEqualTo(shorter);
    assertThat(EventFile.read(longer)).hasSize(EventFile.read(shorter).size() + 1);
  }

  @Test
  void noHistoryIsAFileWithItsVersionAlone() {
    assertThat(EventFile.read(HistoryEvents.of(TrainingHistory.empty(), SPLITS)))
        .singleElement()
        .satisfies(event -> assertThat(event.scalars()).isEmpty());
  }
}
