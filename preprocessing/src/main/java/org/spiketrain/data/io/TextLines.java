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
  private final CharsetDecoder strict;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private int number;
  private boolean afterCarriageReturn;

  /** Lines in UTF-8. */
  public TextLines(InputStream in) {
    this(in, StandardCharsets.UTF_8);
  }

  /**
   * @param charset one in which the bytes of a line's end are part of no other character
   */
  public TextLines(InputStream in, Charset charset) {
    this.in = new BufferedInputStream(in);
    this.strict = strict(charset);
  }

  /** A decoder that refuses what is not of its charset. */
  public static CharsetDecoder strict(Charset charset) {
    return charset
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  /** Number of the line read last, from 1; 0 before the first. */
  public int number() {
    return number;
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
    if (next == '\n' && afterCarriageReturn) {
      next = in.read();
    }
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
    afterCarriageReturn = next == '\r';
    return true;
  }

  private String decode() throws MalformedLineException {
    try {
      return strict.decode(ByteBuffer.wrap(line.toByteArray())).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedLineException(number, "is not valid " + strict.charset().name());
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** A line that cannot be read as text. */
  public static class MalformedLineException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedLineException(int line, String what) {
      super("line " + line + " " + what);
    }
  }

  /** A line that is too long to be one. */
  public static final class LongLineException extends MalformedLineException {
    private static final long serialVersionUID = 1L;

    LongLineException(int line) {
      super(line, "is longer than 1 MiB");
    }
  }
}
