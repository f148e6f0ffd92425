package org.spiketrain.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spiketrain.data.Split;
import org.spiketrain.data.io.FileFaultException;
import org.spiketrain.data.io.TextLines;
import org.spiketrain.data.text.TextFormat.Layout;
import org.spiketrain.data.text.TextFormat.Phrases;

class TextRowsTest {
  private static final Charset WINDOWS = Charset.forName("windows-1252");

  private static TextFormat format(Layout layout, Phrases phrases) {
    return new TextFormat(layout, "UTF-8", true, "label", "text", phrases);
  }

  private static TextFormat format(Layout layout) {
    return format(layout, Phrases.LEAVE_OUT);
  }

  private static List<TextRow> rows(TextFormat format, byte[] bytes)
      throws IOException, FileFaultException {
    TextFile file = new TextFile(3, Split.TRAIN, "file", "", format, "neg");
    List<TextRow> rows = new ArrayList<>();
    try (TextRows all = TextRows.of(file, new ByteArrayInputStream(bytes))) {
      while (all.advance()) {
        rows.add(all.next());
      }
    }
    return rows;
  }

  private static List<TextRow> rows(TextFormat format, String text)
      throws IOException, FileFaultException {
    return rows(format, text.getBytes(StandardCharsets.UTF_8));
  }

  private static TextRow good(long row, String label, String text) {
    return new TextRow(3, row, label, text, "");
  }

  private static TextRow bad(long row, String text, String fault) {
    return new TextRow(3, row, "", text, fault);
  }

  @Test
  void aLineWithoutAnEndIsToBeBroken() {
    byte[] endless = new byte[TextLines.LONGEST_LINE_BYTES + 2];
    Arrays.fill(endless, (byte) 'a');
    assertThatThrownBy(() -> rows(format(Layout.POLARITY_FILES), endless))
        .isInstanceOf(FileFaultException.class)
        .hasMessageContaining(
            "line 1 is longer than 1 MiB: break it into lines of a sentence each");
  }

  @Test
  void aPolarityFileHasItsLabelAndItsOwnCharset() throws Exception {
    TextFormat format =
        new TextFormat(
            Layout.POLARITY_FILES, "windows-1252", true, "label", "text", Phrases.LEAVE_OUT);
    assertThat(rows(format, "so \u2026 dull\nnot \u2013 bad\r\n".getBytes(WINDOWS)))
        .containsExactly(good(1, "neg", "so \u2026 dull"), good(2, "neg", "not \u2013 bad"));
  }

  @Test
  void whatIsNoTextOfTheCharsetIsAFaultOfTheFile() {
    byte[] bytes = "fine\nso \u2026 dull\n".getBytes(WINDOWS);
    assertThatThrownBy(() -> rows(format(Layout.POLARITY_FILES), bytes))
        .isInstanceOf(FileFaultException.class)
        .hasMessageContaining("line 2 is not valid UTF-8")
        .hasMessageContaining("data.text.charset");
    assertThatThrownBy(() -> rows(format(Layout.CSV), "label,text\n1,\u2026\n".getBytes(WINDOWS)))
        .isInstanceOf(FileFaultException.class)
        .hasMessageContaining("is not valid UTF-8");
  }

  @Test
  void aLabelStandsBeforeTheFirstSpace() throws Exception {
    assertThat(rows(format(Layout.LABELLED_LINES), "3 a film\nnothing\n\n1  \n"))
        .containsExactly(
            good(1, "3", "a film"),
            bad(2, "nothing", "no label and text"),
            bad(3, "", "empty text"),
            new TextRow(3, 4, "1", " ", "empty text"));
  }

  @Test
  void aTreeIsOneSentenceOrAllItsPhrases() throws Exception {
    String tree = "(3 (2 It) (4 (2 is) (1 8\u00A01\\/2 )))\n(2 -LRB-)\n(2 (1 half)\nno tree\n";
    assertThat(rows(format(Layout.TREES), tree))
        .containsExactly(
            good(1, "3", "It is 8\u00A01/2"),
            good(2, "2", "("),
            bad(3, "(2 (1 half)", "no whole tree"),
            bad(4, "no tree", "no whole tree"));
    assertThat(rows(format(Layout.TREES, Phrases.TAKE), "(3 (2 It) (4 (2 is) (1 it)))"))
        .extracting(row -> row.label() + " " + row.text())
        .containsExactly("3 It is it", "2 It", "4 is it", "2 is", "1 it");
  }

  @Test
  void tabsSeparateAndQuotationMarksAreCharacters() throws Exception {
    String table = "id\ttext\tlabel\r\n1\t a \"b\t2 \r\n2\tno label\r\n3\t \t0\r\n";
    assertThat(rows(format(Layout.TSV), table))
        .containsExactly(
            good(2, "2", " a \"b"),
            bad(3, "2\tno label", "2 columns instead of 3"),
            new TextRow(3, 4, "0", " ", "empty text"));
  }

  @Test
  void columnsMayHaveNumbers() throws Exception {
    TextFormat format = new TextFormat(Layout.TSV, "UTF-8", false, "2", "1", Phrases.LEAVE_OUT);
    assertThat(rows(format, "a film \t1\n")).containsExactly(good(1, "1", "a film "));
  }

  @Test
  void commasAndLineEndsMayStandInQuotationMarks() throws Exception {
    String csv = "label,text\n1,\"so, \"\"so\"\"\ngood\"\n0,\n1,a,b\n1,#fine\n";
    assertThat(rows(format(Layout.CSV), csv))
        .containsExactly(
            good(1, "1", "so, \"so\"\ngood"),
            new TextRow(3, 2, "0", "", "empty text"),
            bad(3, "1\ta\tb", "3 columns instead of 2"),
            good(4, "1", "#fine"));
  }

  @Test
  void aMissingColumnAndAStrayQuotationMarkAreFaultsOfTheFile() {
    assertThatThrownBy(() -> rows(format(Layout.CSV), "label,review\n1,a\n"))
        .hasMessageContaining("has no column text, its first row is [label, review]")
        .hasMessageContaining("data.text.text-column");
    assertThatThrownBy(() -> rows(format(Layout.CSV), "label,text\n1,\"a\"b\n"))
        .hasMessageContaining("quotation mark");
  }
}
