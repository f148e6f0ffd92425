package org.spiketrain.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.results.HistoryRow.SplitScores;

class TrainingHistoryTest {
  private static final HistoryRow ROW =
      new HistoryRow(
          5000,
          1.25,
          10,
          1.5,
          new SplitScores(0.035, 0.25),
          new SplitScores(0.045, 0.2),
          new SplitScores(0.055, 0.15),
          1e-4);

  @Test
  void csvHasAHeaderAndALineARow() {
    assertThat(TrainingHistory.empty().with(ROW).toCsv())
        .isEqualTo(
            """
            examples,epoch,round,seconds,training_loss,training_accuracy,evaluation_loss,evaluation_accuracy,watched_loss,watched_accuracy,learning_rate
            5000,1.25,10,1.5,0.035,0.25,0.045,0.2,0.055,0.15,1.0E-4
            """);
  }

  @Property(tries = 100)
  void everyRowReadsBackExactly(
      @ForAll long examples, @ForAll int round, @ForAll double loss, @ForAll double seconds) {
    HistoryRow row =
        new HistoryRow(
            examples,
            loss / 3,
            round,
            seconds,
            new SplitScores(loss, 1 / 3.0),
            SplitScores.NONE,
            new SplitScores(loss / 7, 2 / 3.0),
            1e-4);
    TrainingHistory history = TrainingHistory.empty().with(row).with(ROW);

    assertThat(TrainingHistory.parse(history.toCsv(), "history.csv").rows())
        .containsExactly(row, ROW);
  }

  @Test
  void answersAreALastColumnWhereThereAreAny() {
    TrainingHistory history =
        TrainingHistory.empty().with(answering("a, \"b\"")).with(answering("")).with(ROW);

    assertThat(history.toCsv().lines())
        .startsWith(
            "examples,epoch,round,seconds,training_loss,training_accuracy,evaluation_loss,evaluation_accuracy,watched_loss,watched_accuracy,learning_rate,answers",
            "5000,1.25,10,1.5,0.035,0.25,0.045,0.2,0.055,0.15,1.0E-4,\"a, \"\"b\"\"\"")
        .last()
        .asString()
        .endsWith("1.0E-4,\"\"");
    assertThat(TrainingHistory.parse(history.toCsv(), "h")).isEqualTo(history);
    assertThat(history.perEpoch().rows())
        .extracting(HistoryRow::answers)
        .containsExactly("a, \"b\"");
    assertThatThrownBy(
            () -> TrainingHistory.parse(history.toCsv().replace("1.0E-4,\"\"", "1.0E-4,x"), "h"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("h, line 3");
  }

  private static HistoryRow answering(String answers) {
    return new HistoryRow(
        ROW.examples(),
        ROW.epoch(),
        ROW.round(),
        ROW.seconds(),
        ROW.training(),
        ROW.evaluation(),
        ROW.watched(),
        ROW.learningRate(),
        answers);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "evaluation_accuracy,learning_rate                  | 0.2,1.0E-4      | NaN",
        "evaluation_accuracy,watched_accuracy,learning_rate | 0.2,0.15,1.0E-4 | 0.15"
      })
  void whatEarlierVersionsWroteIsRead(String columns, String values, double watched) {
    TrainingHistory earlier =
        TrainingHistory.parse(
            "examples,round,seconds,average_loss,training_accuracy,%s\n5000,10,1.5,0.035,0.25,%s\n"
                .formatted(columns, values),
            "history.csv");

    HistoryRow row =
        new HistoryRow(
            5000,
            Double.NaN,
            10,
            1.5,
            new SplitScores(0.035, 0.25),
            new SplitScores(Double.NaN, 0.2),
            new SplitScores(Double.NaN, watched),
            1e-4);
    assertThat(earlier.rows()).containsExactly(row);
    assertThat(earlier.perEpoch().rows()).isEmpty();
    assertThat(TrainingHistory.parse(earlier.with(ROW).toCsv(), "h").rows())
        .containsExactly(row, ROW);
  }

  @Test
  void anEpochIsItsLastRowWithTheTrainingsMeanOverAllOfIt() {
    TrainingHistory history =
        TrainingHistory.empty()
            .with(row(40, 0.8, 6, 0))
            .with(row(50, 1, 1, 1))
            .with(row(90, 1.8, 3, 0.5))
            .with(row(110, 2.2, 0, 0.8))
            .with(row(120, 2.4, 9, 0.9));

    List<HistoryRow> epochs = history.perEpoch().rows();

    assertThat(epochs)
        .extracting(HistoryRow::examples, HistoryRow::epoch, HistoryRow::training)
        .containsExactly(
            tuple(50L, 1.0, new SplitScores(5, 0.2)), tuple(110L, 2.0, new SplitScores(2, 0.6)));
    assertThat(epochs)
        .extracting(row -> row.evaluation().loss())
        .containsExactly(10 + 50.0, 10 + 110.0);
  }

  @Test
  void epochsThatNobodyEvaluatedHaveTheScoresOfTheNextEvaluation() {
    TrainingHistory history =
        TrainingHistory.empty().with(row(160, 3.2, 6, 0)).with(row(250, 5, 1, 1));

    assertThat(history.perEpoch().rows())
        .extracting(HistoryRow::epoch, HistoryRow::examples, row -> row.training().loss())
        .containsExactly(
            tuple(1.0, 160L, 6.0),
            tuple(2.0, 160L, 6.0),
            tuple(3.0, 160L, 6.0),
            tuple(4.0, 250L, 1.0),
            tuple(5.0, 250L, 1.0));
  }

  private static HistoryRow row(long examples, double epoch, double loss, double accuracy) {
    return new HistoryRow(
        examples,
        epoch,
        1,
        1,
        new SplitScores(loss, accuracy),
        new SplitScores(10 + examples, 0.5),
        SplitScores.NONE,
        1e-3);
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
