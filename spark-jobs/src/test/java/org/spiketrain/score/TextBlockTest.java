package org.spiketrain.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class TextBlockTest {
  private static final List<RawText> TEXTS =
      List.of(
          new RawText("a.csv", 2, "Müller", "", RowFactory.create("1", "Müller", null)),
          new RawText("a.csv", 3, "", "missing value", RowFactory.create("", "", "x\ny")),
          new RawText("a.csv", 5, "王小𝒳", "", RowFactory.create("3", "王小𝒳", "")));

  @Test
  void textsComeOutAsTheyWentIn() throws IOException {
    assertThat(all(TextBlock.of(TEXTS).texts())).isEqualTo(TEXTS);
  }

  @Test
  void textsMayHaveNoColumns() throws IOException {
    RawText text = new RawText("a.txt", 1, "Li", "", RowFactory.create());
    assertThat(all(TextBlock.of(List.of(text)).texts())).containsExactly(text);
  }

  private static List<RawText> all(Iterator<RawText> texts) {
    List<RawText> all = new ArrayList<>();
    texts.forEachRemaining(all::add);
    return all;
  }
}
