package org.spiketrain.data.io;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The lines of a stream of text, one at a time, ended by LF, CRLF or CR. The bytes are cut into
 * lines before they are decoded, so that a malformed byte is known by its line, and what other
 * characters Unicode takes for line ends (U+0085 among them) ends none.
 */
public final class TextLines implements Closeable {
  /** No line of text is this long; a binary file without line ends would fill the memory. */
  public static final int LONGEST_LINE_BYTES = 1 << 20;

  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final int END = -1;

  private final InputStream in;
  private final CharsetDecoder decoder;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private int number;
  private String end = "";

  /** Lines in UTF-8. */
  public TextLines(InputStream in) {
    this(in, StandardCharsets.UTF_8);
  }

  /**
   * @param charset one in which the bytes of a line's end are part of no other character
   */
  public TextLines(InputStream in, Charset charset) {
    this(in, charset, CodingErrorAction.REPORT);
  }

  private TextLines(InputStream in, Charset charset, CodingErrorAction malformed) {
    this.in = new BufferedInputStream(in);
    this.decoder =
        charset.newDecoder().onMalformedInput(malformed).onUnmappableCharacter(malformed);
  }

  /** Lines in UTF-8; what is not becomes U+FFFD. */
  public static TextLines replacing(InputStream in) {
    return new TextLines(in, StandardCharsets.UTF_8, CodingErrorAction.REPLACE);
  }

  /** Number of the line read last, from 1; 0 before the first. */
  public int number() {
    return number;
  }

  /** End of the line read last: LF, CRLF, CR, or nothing at the end of the stream. */
  String end() {
    return end;
  }

  /**
   * The next line without its end, or empty at the end of the stream.
   *
   * @throws MalformedLineException if it is not of the charset or far too long
   */
  public Optional<String> next() throws IOException {
    if (!readLine()) {
      return Optional.empty();
    }
    number++;
    String text = decode();
    boolean marked = number == 1 && text.startsWith(BYTE_ORDER_MARK);
    return Optional.of(marked ? text.substring(1) : text);
  }

  private boolean readLine() throws IOException {
    line.reset();
    int next = in.read();
    if (next == END) {
      return false;
    }
    while (next != END && next != '\n' && next != '\r') {
      line.write(next);
      if (line.size() > LONGEST_LINE_BYTES) {
        throw new LongLineException(number + 1);
      }
      next = in.read();
    }
    end = next == END ? "" : next == '\r' ? afterCarriageReturn() : "\n";
    return true;
  }

  private String afterCarriageReturn() throws IOException {
    in.mark(1);
    if (in.read() == '\n') {
      return "\r\n";
    }
    in.reset();
    return "\r";
  }

  private String decode() throws MalformedLineException {
    try {
      return decoder.decode(ByteBuffer.wrap(line.toByteArray())).toString();
    } catch (CharacterCodingException e) {
      String replaced = new String(line.toByteArray(), decoder.charset());
      throw new MalformedLineException(
          number, "is not valid " + decoder.charset().name(), replaced);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** A line that cannot be read as text. */
  public static class MalformedLineException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String text;

    MalformedLineException(int line, String what, String text) {
      super("line " + line + " " + what);
      this.text = text;
    }

    /** What could be read of it; reading may go on behind it. */
    public String text() {
      return text;
    }
  }

  /** A line that is too long to be one. */
  public static final class LongLineException extends MalformedLineException {
    private static final long serialVersionUID = 1L;

    LongLineException(int line) {
      super(line, "is longer than 1 MiB", "");
    }
  }
}
