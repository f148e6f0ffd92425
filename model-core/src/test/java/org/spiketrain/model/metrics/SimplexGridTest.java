package org.spiketrain.model.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimplexGridTest {
  @ParameterizedTest
  @CsvSource({"1, 1", "2, 21", "3, 231", "4, 286", "5, 126", "16, 136"})
  void hasAllWeightsThatSumToOneTheMostEqualFirst(int members, int points) {
    List<double[]> grid = SimplexGrid.of(members);

    assertThat(grid).hasSize(points).doesNotHaveDuplicates();
    assertThat(grid)
        .allSatisfy(one -> assertThat(Arrays.stream(one).sum()).isCloseTo(1, within(1e-9)));
    double[] first = grid.get(0);
    double[] last = grid.get(points - 1);
    assertThat(Arrays.stream(first).max().orElseThrow())
        .isLessThanOrEqualTo(Arrays.stream(last).max().orElseThrow());
    assertThat(last).contains(1.0);
  }
}
