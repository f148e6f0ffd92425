package org.spiketrain.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

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
  void aColumnSaysWhichRowsBelongTogether() throws Exception {
    TextFormat format =
        new TextFormat(Layout.TSV, "UTF-8", true, "label", "text", "sentence", Phrases.LEAVE_OUT);
    assertThat(rows(format, "sentence\ttext\tlabel\n 7\ta film\t1\n8\tfilm\t0\n"))
        .extracting(TextRow::group)
        .containsExactly("7", "8");
    TextFormat other =
        new TextFormat(Layout.TSV, "UTF-8", true, "label", "text", "phrase", Phrases.LEAVE_OUT);
    assertThatThrownBy(() -> rows(other, "sentence\ttext\tlabel\n7\ta film\t1\n"))
        .isInstanceOf(FileFaultException.class)
        .hasMessageContaining("has no column phrase")
        .hasMessageContaining("data.text.group-column");
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
            good(2, "1", "so, \"so\"\ngood"),
            new TextRow(3, 4, "0", "", "empty text"),
            bad(5, "1\ta\tb", "3 columns instead of 2"),
            good(6, "1", "#fine"));
  }

  @Test
  void aMissingColumnAndAStrayQuotationMarkAreFaultsOfTheFile() {
    assertThatThrownBy(() -> rows(format(Layout.CSV), "label,review\n1,a\n"))
        .hasMessageContaining("has no column text, its first row is [label, review]")
        .hasMessageContaining("data.text.text-column");
    assertThatThrownBy(() -> rows(format(Layout.CSV), "label,text\n1,\"a\n2,b\n"))
        .hasMessageContaining("quotation mark");
  }

  @Test
  void aRowWithoutALabelIsNoExample() throws Exception {
    String table = "label\ttext\n\ta film\n  \ta film\n\u00A0\u200B\ta film\n\t \n1\ta film\n";
    assertThat(rows(format(Layout.TSV), table))
        .extracting(TextRow::row, TextRow::fault)
        .containsExactly(
            tuple(2L, "empty label"),
            tuple(3L, "empty label"),
            tuple(4L, "empty label"),
            tuple(5L, "empty text"),
            tuple(6L, ""));
    assertThat(rows(format(Layout.CSV), "label,text\n\"\",a film\n"))
        .extracting(TextRow::fault)
        .containsExactly("empty label");
    assertThat(rows(format(Layout.TREES), "( (2 It) (4 is))\n"))
        .extracting(TextRow::fault)
        .containsExactly("empty label");
    assertThat(rows(format(Layout.LABELLED_LINES), "1\ta film\n"))
        .containsExactly(bad(1, "1\ta film", "tab in the label"));
  }

  @Test
  void whatWasJoinedIsReadAsItsParts() throws Exception {
    String part = "\uFEFFlabel\ttext\n1\tgood\n0\tbad\n";
    assertThat(rows(format(Layout.TSV), part + part))
        .containsExactly(
            good(2, "1", "good"),
            good(3, "0", "bad"),
            bad(4, "label\ttext", "repeats the header"),
            good(5, "1", "good"),
            good(6, "0", "bad"));
    String csv = "\uFEFF\"label\",\"text\"\n1,good\n";
    assertThat(rows(format(Layout.CSV), csv + csv))
        .containsExactly(
            good(2, "1", "good"),
            bad(3, "label\ttext", "repeats the header"),
            good(4, "1", "good"));
    assertThat(rows(format(Layout.LABELLED_LINES), "\uFEFF1 good\n\uFEFF0 bad\uFEFF1 fine\n"))
        .containsExactly(
            good(1, "1", "good"),
            new TextRow(3, 2, "0", "bad\uFEFF1 fine", "byte order mark within"));
  }

  @Test
  void aHeaderOfAnotherOrderIsAFaultOfTheFile() {
    assertThatThrownBy(
            () -> rows(format(Layout.TSV), "label\ttext\n1\tgood\ntext\tlabel\nbad\t0\n"))
        .isInstanceOf(FileFaultException.class)
        .hasMessageContaining("another header in line 3");
  }

  @Test
  void lineEndsMayBeMixed() throws Exception {
    List<TextRow> expected =
        List.of(good(2, "1", "so good"), good(3, "0", "bad"), good(4, "1", "fine"));
    for (String ends : List.of("nnnn", "nrbn", "bbnr", "rrrr")) {
      String csv = joined(ends, "label,text", "1,so good", "0,bad", "1,fine");
      assertThat(rows(format(Layout.CSV), csv)).as(ends).isEqualTo(expected);
      assertThat(rows(format(Layout.TSV), csv.replace(',', '\t'))).as(ends).isEqualTo(expected);
    }
  }

  /** Lines, each with its end: n for LF, r for CR, b for both. */
  private static String joined(String ends, String... lines) {
    StringBuilder text = new StringBuilder();
    for (int k = 0; k < lines.length; k++) {
      char end = ends.charAt(k);
      text.append(lines[k]).append(end == 'n' ? "\n" : end == 'r' ? "\r" : "\r\n");
    }
    return text.toString();
  }

  @Test
  void oddCharactersEndNoRowAndSwallowNone() throws Exception {
    String table = "label\ttext\n1\t\"so\n0\t\\ a\u000B\u001C\u0085\u2028\n\n1\tgood\t\"\n1\n";
    assertThat(rows(format(Layout.TSV), table))
        .containsExactly(
            good(2, "1", "\"so"),
            good(3, "0", "\\ a\u000B\u001C\u0085\u2028"),
            bad(4, "", "empty line"),
            bad(5, "1\tgood\t\"", "3 columns instead of 2"),
            bad(6, "1", "1 column instead of 2"));
  }

  @Test
  void theRemedyForACharsetFitsTheFile() {
    byte[] mixed = "label\ttext\n1\tcaf\u00E9\n".getBytes(StandardCharsets.UTF_8);
    byte[] both = Arrays.copyOf(mixed, mixed.length + 2);
    both[mixed.length] = (byte) 0xE9;
    both[mixed.length + 1] = '\n';
    assertThatThrownBy(() -> rows(format(Layout.TSV), both))
        .hasMessage("line 3 is not valid UTF-8, but lines before it are UTF-8: mend the line");
    TextFormat windows =
        new TextFormat(Layout.TSV, "windows-1252", true, "label", "text", Phrases.LEAVE_OUT);
    byte[] undefined = {'l', (byte) 0x81, '\n'};
    assertThatThrownBy(() -> rows(windows, undefined))
        .hasMessageContaining("set data.text.charset to the file's, such as UTF-8");
  }

  @Test
  void aPackedFileIsNamedForWhatItIs() {
    TextFile plain = new TextFile(0, Split.TRAIN, "a.tsv.gz", "", format(Layout.TSV), "neg");
    assertThatThrownBy(() -> TextRows.of(plain, new ByteArrayInputStream(new byte[] {'a'})))
        .isInstanceOf(FileFaultException.class)
        .hasMessageContaining("is not packed with gzip");
    byte[] cut = {0x1f, (byte) 0x8b, 8, 0};
    assertThatThrownBy(() -> TextRows.of(plain, new ByteArrayInputStream(cut)))
        .isInstanceOf(FileFaultException.class)
        .hasMessage("is cut off: fetch or copy it again");
  }
}
