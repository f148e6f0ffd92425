package org.spiketrain.data.text;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.spiketrain.data.io.FileFaultException;
import org.spiketrain.data.io.FileForm;
import org.spiketrain.data.io.FileSystems;

/**
 * The beginning of a file of word vectors, unpacked, and what its bytes say of the file's form.
 *
 * @param bytes the first MiB, or all there is
 */
@SuppressWarnings("ArrayRecordComponent")
record VectorHead(byte[] bytes) {
  private static final int MOST_BYTES = 1 << 20;
  private static final int BUFFER_BYTES = 1 << 20;
  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final String REPLACEMENT = "\uFFFD";
  private static final int SHOWN_LINES = 2;
  private static final int SHOWN_CHARACTERS = 16;
  private static final String CUT_OFF = "is cut off, or damaged: fetch or copy it again";

  /** One control character in so many bytes is too many for text; floats have one in ten. */
  private static final int RAREST_CONTROL = 200;

  /**
   * Reads the beginning of a file.
   *
   * @throws FileFaultException if it is known to be of another form, or not packed as its name says
   */
  static VectorHead read(Configuration conf, Path path) throws IOException, FileFaultException {
    checkForm(conf, path);
    try (InputStream in = unpacked(conf, path)) {
      byte[] bytes = in.readNBytes(MOST_BYTES);
      refuse(FileForm.of(bytes));
      return new VectorHead(bytes);
    } catch (EOFException | ZipException e) {
      throw new FileFaultException(CUT_OFF, e);
    }
  }

  private static void checkForm(Configuration conf, Path path)
      throws IOException, FileFaultException {
    byte[] stored;
    try (InputStream in = FileSystems.open(conf, path)) {
      stored = in.readNBytes(FileForm.HEAD_BYTES);
    }
    Optional<FileForm> form = FileForm.of(stored);
    if (isGzip(path)) {
      refuse(form.filter(found -> found != FileForm.GZIP));
      if (form.isEmpty()) {
        throw new FileFaultException(
            "is not packed with gzip, whatever its name says: name it without .gz, or fetch it again");
      }
    } else if (codec(conf, path) == null) {
      refuse(form);
    }
  }

  private static void refuse(Optional<FileForm> form) throws FileFaultException {
    if (form.isPresent()) {
      throw new FileFaultException(form.get().refusal());
    }
  }

  static boolean isGzip(Path path) {
    return path.getName().endsWith(".gz");
  }

  private static CompressionCodec codec(Configuration conf, Path path) {
    return new CompressionCodecFactory(conf).getCodec(path);
  }

  /** Opens a file, unpacked if its name says that it is packed. */
  static InputStream unpacked(Configuration conf, Path path) throws IOException {
    InputStream stored = FileSystems.open(conf, path);
    try {
      if (isGzip(path)) {
        return new BufferedInputStream(new GZIPInputStream(stored, BUFFER_BYTES), BUFFER_BYTES);
      }
      CompressionCodec codec = codec(conf, path);
      return new BufferedInputStream(
          codec == null ? stored : codec.createInputStream(stored), BUFFER_BYTES);
    } catch (IOException e) {
      stored.close();
      throw e;
    }
  }

  /** Returns whether there is hardly a control character, as in no file of floats. */
  boolean isText() {
    int control = 0;
    for (byte one : bytes) {
      control += one >= 0 && one < ' ' && !Character.isWhitespace(one) ? 1 : 0;
    }
    return control <= bytes.length / RAREST_CONTROL;
  }

  /** The lines that end within it; the last one of the file needs no end. */
  List<String> lines() {
    String text = unmarked(new String(bytes, StandardCharsets.UTF_8));
    String[] lines = text.split("\r\n|\n|\r", -1);
    boolean cut = bytes.length == MOST_BYTES && lines.length > 1;
    return Arrays.asList(lines).subList(0, cut ? lines.length - 1 : lines.length);
  }

  /** The first line, if it counts vectors and numbers. */
  Optional<VectorHeader> header() {
    return VectorHeader.of(lines().get(0));
  }

  /** Returns whether it has bytes that are not UTF-8. */
  boolean isMalformed() {
    return lines().stream().anyMatch(line -> line.contains(REPLACEMENT));
  }

  /** The beginnings of the first lines, for a message. */
  String shown() {
    return lines().stream()
        .limit(SHOWN_LINES)
        .map(line -> '"' + line.substring(0, Math.min(SHOWN_CHARACTERS, line.length())) + "…\"")
        .collect(Collectors.joining(", ", " (it begins with ", ")"));
  }

  /** A text without the byte order mark that it may begin with. */
  static String unmarked(String text) {
    return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
  }
}
