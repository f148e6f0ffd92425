package org.spiketrain.data.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.spiketrain.data.io.TextLines.MalformedLineException;

class TextLinesTest {
  private static final Charset WINDOWS = Charset.forName("windows-1252");

  private static List<String> lines(byte[] bytes, Charset charset) throws IOException {
    List<String> lines = new ArrayList<>();
    try (TextLines text = new TextLines(new ByteArrayInputStream(bytes), charset)) {
      for (Optional<String> next = text.next(); next.isPresent(); next = text.next()) {
        lines.add(next.get());
      }
    }
    return lines;
  }

  private static List<String> lines(String text) throws IOException {
    return lines(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private static void assertRefused(byte[] bytes, Charset charset, String message) {
    assertThatThrownBy(() -> lines(bytes, charset))
        .isInstanceOf(FileFaultException.class)
        .hasMessage(message);
  }

  private static void assertRefused(byte[] bytes, String message) {
    assertRefused(bytes, StandardCharsets.UTF_8, message);
    assertRefused(bytes, WINDOWS, message);
  }

  private static byte[] packed(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void everyLineEndEndsOneLine() throws IOException {
    assertThat(lines("a\nb\r\nc\rd\u0085\u2028\n\r\ne"))
        .containsExactly("a", "b", "c", "d\u0085\u2028", "", "e");
  }

  @Test
  void aMarkBeforeALineIsNoPartOfIt() throws IOException {
    assertThat(lines("\uFEFFa\n\uFEFF\uFEFFb\n\uFEFF\nc\uFEFFd\n"))
        .containsExactly("a", "b", "", "c\uFEFFd");
    assertThat(TextLines.hasMark("c\uFEFFd")).isTrue();
    assertThat(TextLines.hasMark("cd")).isFalse();
  }

  @Test
  void utf16AndUtf32AreNotTakenForText() {
    String text = "té\tlabel\ngut\t1\n";
    for (String marked : List.of("UTF-16", "x-UTF-16LE-BOM")) {
      assertRefused(text.getBytes(Charset.forName(marked)), "is text in UTF-16: write it in UTF-8");
    }
    for (Charset bare :
        List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE, Charset.forName("UTF-32"))) {
      assertRefused(
          text.getBytes(bare),
          "has NUL bytes in line 1, as UTF-16 has and UTF-8 has not: save it as UTF-8, or take them out");
    }
  }

  @Test
  void packedFilesAreNotTakenForText() throws IOException {
    assertRefused(
        packed("a film\n"), "is packed with gzip: unpack it, or name it with .gz at its end");
    assertRefused(
        "PK\u0003\u0004".getBytes(WINDOWS), "is a zip archive: unpack it, and name what was in it");
  }

  @Test
  void aFileIsPackedAsItsNameSays() throws IOException {
    byte[] gzip = packed("a film\n");
    assertThatCode(() -> checkPacked("a.txt.gz", gzip)).doesNotThrowAnyException();
    assertThatCode(() -> checkPacked("a.txt", new byte[] {'a'})).doesNotThrowAnyException();
    for (String name : List.of("a.txt.gz", "A.TXT.GZ")) {
      for (byte[] other : List.of(new byte[0], new byte[] {'a'})) {
        assertThatThrownBy(() -> checkPacked(name, other))
            .isInstanceOf(FileFaultException.class)
            .hasMessageContaining("is not packed with gzip, whatever its name says");
      }
    }
  }

  @Test
  void anyBzip2IsKnownAndOtherContentIsNone() {
    for (int level = 1; level <= 9; level++) {
      byte[] packed = ("BZh" + level + "1AY&SY").getBytes(WINDOWS);
      assertThatCode(() -> checkPacked("a.txt.bz2", packed)).doesNotThrowAnyException();
    }
    assertThatThrownBy(() -> checkPacked("a.txt.bz2", "Anna\n".getBytes(WINDOWS)))
        .isInstanceOf(FileFaultException.class)
        .hasMessageContaining("is not packed with bzip2, whatever its name says");
  }

  private static void checkPacked(String name, byte[] bytes) throws IOException {
    Compression.checkPacked(name, new BufferedInputStream(new ByteArrayInputStream(bytes)));
  }

  @Test
  void utf8UnderAnotherNameIsNotReadAsThat() throws IOException {
    String text = "ascii\ncafé\n";
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    for (String other : List.of("ISO-8859-1", "windows-1252", "GB18030")) {
      Charset charset = Charset.forName(other);
      assertRefused(
          utf8, charset, "is in UTF-8, not in " + other + ": set data.text.charset to UTF-8");
      assertThat(lines(text.getBytes(charset), charset)).containsExactly("ascii", "café");
      assertThat(lines("ascii\n".getBytes(charset), charset)).containsExactly("ascii");
    }
    assertRefused(
        "\uFEFFascii\n".getBytes(StandardCharsets.UTF_8),
        WINDOWS,
        "is in UTF-8, not in windows-1252: set data.text.charset to UTF-8");
    Charset escapes = Charset.forName("ISO-2022-JP");
    assertThat(lines("日本\n".getBytes(escapes), escapes)).containsExactly("日本");
  }

  @Test
  void aLineOfAnotherCharsetAfterUtf8IsKnown() {
    assertThat(malformed("café\n").afterUtf8()).isTrue();
    assertThat(malformed("cafe\n").afterUtf8()).isFalse();
  }

  private static MalformedLineException malformed(String before) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(before.getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes("café\n".getBytes(WINDOWS));
    try {
      lines(bytes.toByteArray(), StandardCharsets.UTF_8);
    } catch (MalformedLineException e) {
      return e;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    throw new AssertionError("a line of windows-1252 was read as UTF-8");
  }
}
