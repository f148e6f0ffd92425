package org.spiketrain.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LikeLabelsTest {
  private static void assertAlike(String... labels) {
    assertThat(LikeLabels.among(List.of(labels))).containsExactly(List.of(labels));
  }

  @Test
  void findsWaysOfWritingOneLabel() {
    assertAlike("pos", "Pos", "POS");
    assertAlike("pos", " pos", "pos\u00A0", "\u200Bpos", "\"pos\"", "'pos'");
    assertAlike("1", "1.0", "01", "+1", "1.", "1,00", "\uFF11");
    assertAlike("0", "-0", "0.0");
    assertAlike("n\u00E9gatif", "ne\u0301gatif");
  }

  @Test
  void leavesOthersApart() {
    assertThat(LikeLabels.among(List.of("1", "10", "0.1", "-1", "a", "b", "C", "C++", "+", "-")))
        .isEmpty();
    assertThat(LikeLabels.among(List.of("Neg", "POS", "neg", "x", "pos")))
        .containsExactly(List.of("Neg", "neg"), List.of("POS", "pos"));
  }
}
