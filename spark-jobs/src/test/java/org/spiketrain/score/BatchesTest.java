package org.spiketrain.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class BatchesTest {
  private static RawText text(int row, Object column) {
    return RawText.of("a.csv", row, "Li", RowFactory.create(column));
  }

  private static List<Integer> sizes(List<RawText> texts, int most) {
    return Batches.of(texts.iterator(), most).map(List::size).toList();
  }

  @Test
  void aBatchHasAtMostSoManyAndAllComeInOrder() {
    List<RawText> texts = IntStream.range(0, 7).mapToObj(row -> text(row, null)).toList();
    assertThat(sizes(texts, 3)).containsExactly(3, 3, 1);
    assertThat(Batches.of(texts.iterator(), 3).flatMap(List::stream)).isEqualTo(texts);
    assertThat(sizes(List.of(), 3)).isEmpty();
  }

  @Test
  void largeRowsAreFewAtATime() {
    int half = Math.toIntExact(Batches.MOST_SIZE / 2);
    byte[] picture = new byte[half];
    String story = "x".repeat(2 * half);
    List<RawText> texts =
        List.of(text(1, picture), text(2, picture), text(3, story), text(4, 1), text(5, picture));
    assertThat(sizes(texts, 1000)).containsExactly(2, 1, 2);
  }
}
