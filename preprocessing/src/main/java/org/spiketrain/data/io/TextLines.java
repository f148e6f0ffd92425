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
import java.util.regex.Pattern;

/**
 * The lines of a stream of text, one at a time, ended by LF, CRLF or CR. The bytes are cut into
 * lines before they are decoded, so that a malformed byte is known by its line, and what other
 * characters Unicode takes for line ends (U+0085 among them) ends none.
 */
public final class TextLines implements Closeable {
  /** No line of text is this long; a binary file without line ends would fill the memory. */
  public static final int LONGEST_LINE_BYTES = 1 << 20;

  /** Reason for a row of two lines that were joined without an end between them. */
  public static final String MARK_WITHIN = "byte order mark within";

  /** Reason for a row of a reader that has put other characters in the place of its bytes. */
  public static final String INVALID_UTF8 = "invalid UTF-8";

  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final Pattern MARKS = Pattern.compile("^" + BYTE_ORDER_MARK + "+");
  private static final int END = -1;

  private final BufferedInputStream in;
  private final CharsetDecoder decoder;
  private final boolean inUtf8;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean looksLikeUtf8 = true;
  private boolean beyondAscii;
  private int number;
  private long position;
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
    this.inUtf8 = charset.equals(StandardCharsets.UTF_8);
    this.decoder =
        charset.newDecoder().onMalformedInput(malformed).onUnmappableCharacter(malformed);
  }

  /** Lines in UTF-8; what is not becomes U+FFFD. */
  public static TextLines replacing(InputStream in) {
    return new TextLines(in, StandardCharsets.UTF_8, CodingErrorAction.REPLACE);
  }

  /**
   * The same from a place behind the first line on.
   *
   * @param in the bytes from there on
   * @param number number of the line before, from 1
   * @param position bytes of the whole stream before that place, as {@link #position} has told
   */
  public static TextLines replacing(InputStream in, int number, long position) {
    return replacing(in).at(number, position);
  }

  /** Lines in UTF-8 from a place behind the first line on. */
  public static TextLines of(InputStream in, int number, long position) {
    return new TextLines(in).at(number, position);
  }

  private TextLines at(int before, long bytes) {
    number = before;
    position = bytes;
    return this;
  }

  /** Bytes of the stream before the line that comes next. */
  public long position() {
    return position;
  }

  /** Number of the line read last, from 1; 0 before the first. */
  public int number() {
    return number;
  }

  /** End of the line read last: LF, CRLF, CR, or nothing at the end of the stream. */
  String end() {
    return end;
  }

  /** Whether a line has a byte order mark behind its beginning, where none belongs. */
  public static boolean hasMark(String line) {
    return line.contains(BYTE_ORDER_MARK);
  }

  /**
   * The next line without its end and without a byte order mark before it, which any line may have
   * in files that were joined, or empty at the end of the stream.
   *
   * @throws FileFaultException if this is no text, but packed, UTF-16 or the like
   * @throws MalformedLineException if it is not of the charset or far too long
   */
  public Optional<String> next() throws IOException {
    if (number == 0) {
      checkForm();
    }
    if (!readLine()) {
      checkCharset(looksLikeUtf8 && beyondAscii);
      return Optional.empty();
    }
    number++;
    byte[] bytes = line.toByteArray();
    boolean ascii = checkNul(bytes);
    if (ascii && inUtf8) {
      return Optional.of(new String(bytes, StandardCharsets.US_ASCII));
    }
    if (!inUtf8 && looksLikeUtf8) {
      lookForUtf8(bytes);
    }
    String text = decode(bytes);
    beyondAscii |= inUtf8 && text.length() < bytes.length;
    return Optional.of(
        text.startsWith(BYTE_ORDER_MARK) ? MARKS.matcher(text).replaceFirst("") : text);
  }

  private void checkForm() throws IOException {
    Optional<FileForm> form = Compression.form(in);
    if (form.isPresent()) {
      throw new FileFaultException(form.get().refusal());
    }
  }

  /**
   * Before decoding: UTF-16 with accents is not valid UTF-8 either.
   *
   * @return whether all bytes are ASCII
   */
  private boolean checkNul(byte[] bytes) throws FileFaultException {
    boolean ascii = true;
    for (byte one : bytes) {
      ascii &= one > 0;
      if (one == 0) {
        throw new FileFaultException(
            "has NUL bytes in line %d, as UTF-16 has and UTF-8 has not: save it as UTF-8, or take them out"
                .formatted(number));
      }
    }
    return ascii;
  }

  /** Texts of any length in other charsets are hardly ever valid UTF-8 by chance. */
  private void lookForUtf8(byte[] bytes) throws FileFaultException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      beyondAscii |= text.length() < bytes.length;
      checkCharset(number == 1 && text.startsWith(BYTE_ORDER_MARK));
    } catch (CharacterCodingException e) {
      looksLikeUtf8 = false;
    }
  }

  private void checkCharset(boolean isUtf8) throws FileFaultException {
    if (isUtf8 && !inUtf8) {
      throw new FileFaultException(
          "is in UTF-8, not in %s: set data.text.charset to UTF-8"
              .formatted(decoder.charset().name()));
    }
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
    position += line.size() + end.length();
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

  private String decode(byte[] bytes) throws MalformedLineException {
    try {
      return decoder.decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      Charset charset = decoder.charset();
      throw new MalformedLineException(
          number,
          "is not valid " + charset.name(),
          new String(bytes, charset),
          inUtf8 && beyondAscii);
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
    private final boolean afterUtf8;

    MalformedLineException(int line, String what, String text, boolean afterUtf8) {
      super("line " + line + " " + what);
      this.text = text;
      this.afterUtf8 = afterUtf8;
    }

    /** Whether lines before it have characters beyond ASCII in UTF-8. */
    public boolean afterUtf8() {
      return afterUtf8;
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
      super(line, "is longer than 1 MiB", "", false);
    }
  }
}
