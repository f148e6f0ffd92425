package org.spiketrain.job.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.spiketrain.model.UserErrorException;

class TrainingHistoryTest {
  private static final HistoryRow ROW = new HistoryRow(5000, 10, 1.5, 0.035, 0.25, 0.2, 0.15, 1e-4);

  @Test
  void csvHasAHeaderAndALineARow() {
    assertThat(TrainingHistory.empty().with(ROW).toCsv())
        .isEqualTo(
            """
            examples,round,seconds,average_loss,training_accuracy,evaluation_accuracy,watched_accuracy,learning_rate
            5000,10,1.5,0.035,0.25,0.2,0.15,1.0E-4
            """);
  }

  @Property(tries = 100)
  void everyRowReadsBackExactly(
      @ForAll long examples, @ForAll int round, @ForAll double loss, @ForAll double seconds) {
    HistoryRow row =
        new HistoryRow(examples, round, seconds, loss, 1 / 3.0, Double.NaN, 2 / 3.0, 1e-4);
    TrainingHistory history = TrainingHistory.empty().with(row).with(ROW);

    assertThat(TrainingHistory.parse(history.toCsv(), "history.csv").rows())
        .containsExactly(row, ROW);
  }

  @Test
  void whatEarlierVersionsWroteIsRead() {
    TrainingHistory earlier =
        TrainingHistory.parse(
            """
            examples,round,seconds,average_loss,training_accuracy,evaluation_accuracy,learning_rate
            5000,10,1.5,0.035,0.25,0.2,1.0E-4
            """,
            "history.csv");

    assertThat(earlier.rows())
        .containsExactly(new HistoryRow(5000, 10, 1.5, 0.035, 0.25, 0.2, Double.NaN, 1e-4));
    assertThat(TrainingHistory.parse(earlier.with(ROW).toCsv(), "h").rows()).hasSize(2);
  }

  @Test
  void aDamagedFileIsNamedWithItsLine() {
    String csv = TrainingHistory.empty().with(ROW).with(ROW).toCsv();

    assertThatThrownBy(
            () ->
                TrainingHistory.parse(csv.replace("1.0E-4\n5000", "1.0E-4\nfive"), "a/history.csv"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("a/history.csv, line 3");
    assertThatThrownBy(() -> TrainingHistory.parse(csv.substring(0, csv.length() - 9), "h"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("h, line 3");
    assertThatThrownBy(() -> TrainingHistory.parse("", "h"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("not a training history");
  }
}
