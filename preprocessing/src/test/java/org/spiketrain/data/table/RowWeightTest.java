package org.spiketrain.data.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowWeightTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, 0",
    "2, 2",
    "' 0.1 ', 0.1",
    "1E3, 1000",
    "1.0E-30, 1e-30",
    "3.4028235E38, 3.4028235e38"
  })
  void numbersFromZeroAreWeights(String text, float weight) {
    assertThat(RowWeight.of(text)).isEqualTo(new RowWeight(weight, ""));
  }

  @ParameterizedTest
  @CsvSource({
    "' ', no weight",
    "two, weight that is no finite number",
    "NaN, weight that is no finite number",
    "-Infinity, weight that is no finite number",
    "'1,5', weight that is no finite number",
    "-1e-300, weight below 0",
    "1e300, weight neither 0 nor from 1.2e-38 to 3.4e38",
    "1e999999999, weight neither 0 nor from 1.2e-38 to 3.4e38",
    "1e-40, weight neither 0 nor from 1.2e-38 to 3.4e38",
    "1e-999999999, weight neither 0 nor from 1.2e-38 to 3.4e38"
  })
  void whatIsNoneSaysWhy(String text, String fault) {
    assertThat(RowWeight.of(text)).isEqualTo(new RowWeight(1, fault));
  }
}
