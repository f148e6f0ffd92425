package org.spiketrain.model.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {
  @Test
  void rowsAreTheTruthAndColumnsThePrediction() {
    ConfusionMatrix matrix = new ConfusionMatrix(3);
    matrix.add(0, 1);
    matrix.add(0, 1);
    matrix.add(0, 0);
    matrix.add(2, 0, 5);

    assertThat(matrix.count(0, 1)).isEqualTo(2);
    assertThat(matrix.count(1, 0)).isZero();
    assertThat(matrix.rowTotal(0)).isEqualTo(3);
    assertThat(matrix.columnTotal(0)).isEqualTo(6);
    assertThat(matrix.correct()).isEqualTo(1);
    assertThat(matrix.total()).isEqualTo(8);
  }

  @Test
  void sharesAreOfTheTrueClass() {
    ConfusionMatrix matrix = new ConfusionMatrix(2);
    matrix.add(0, 0, 3);
    matrix.add(0, 1, 1);

    assertThat(matrix.rowNormalised()).isDeepEqualTo(new double[][] {{0.75, 0.25}, {0, 0}});
  }

  @Test
  void refusesAMatrixOfOtherClasses() {
    assertThatThrownBy(() -> new ConfusionMatrix(2).merge(new ConfusionMatrix(3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 classes")
        .hasMessageContaining("one of 2");
  }

  @Property(tries = 50)
  void everyRowWithExamplesSumsToOne(
      @ForAll @Size(max = 60) List<@IntRange(max = 15) Integer> cells) {
    ConfusionMatrix matrix = filled(cells);

    double[][] shares = matrix.rowNormalised();

    for (int truth = 0; truth < 4; truth++) {
      double expected = matrix.rowTotal(truth) == 0 ? 0 : 1;
      assertThat(java.util.Arrays.stream(shares[truth]).sum()).isCloseTo(expected, within(1e-12));
    }
  }

  @Property(tries = 50)
  void partsAddUpToTheWhole(
      @ForAll @Size(max = 60) List<@IntRange(max = 15) Integer> cells,
      @ForAll @IntRange(max = 60) int cut) {
    int at = Math.min(cut, cells.size());
    ConfusionMatrix parts =
        filled(cells.subList(at, cells.size())).merge(filled(cells.subList(0, at)));

    ConfusionMatrix whole = filled(cells);

    for (int cell = 0; cell < 16; cell++) {
      assertThat(parts.count(cell / 4, cell % 4)).isEqualTo(whole.count(cell / 4, cell % 4));
    }
  }

  private static ConfusionMatrix filled(List<Integer> cells) {
    ConfusionMatrix matrix = new ConfusionMatrix(4);
    cells.forEach(cell -> matrix.add(cell / 4, cell % 4));
    return matrix;
  }
}
