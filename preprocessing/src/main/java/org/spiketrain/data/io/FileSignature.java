package org.spiketrain.data.io;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** First bytes that say that a file is no text in UTF-8 or the like, and what to do with it. */
public enum FileSignature {
  GZIP(
      "1f8b",
      "is packed (gzip): name it .gz, or unpack it if it is a <Language>.txt or packed twice"),
  BZIP2("425a68", "is packed (bzip2): unpack it"),
  ZSTANDARD("28b52ffd", "is packed (Zstandard): unpack it"),
  XZ("fd377a585a00", "is packed (xz): unpack it"),
  ZIP(
      "504b0304",
      "is a zip archive, or a spreadsheet such as .xlsx: unpack it, or save the table as CSV in UTF-8"),
  PARQUET("5041523115", "is a Parquet file: save it as text, or name it .parquet to score it"),
  UTF_32_LITTLE("fffe0000", "is in UTF-32: save it as UTF-8"),
  UTF_32_BIG("0000feff", "is in UTF-32: save it as UTF-8"),
  UTF_16_LITTLE("fffe", "is in UTF-16: save it as UTF-8"),
  UTF_16_BIG("feff", "is in UTF-16: save it as UTF-8");

  private static final int LONGEST = 10;

  private final byte[] bytes;
  private final String fault;

  FileSignature(String bytes, String fault) {
    this.bytes = HexFormat.of().parseHex(bytes);
    this.fault = fault;
  }

  /**
   * Checks that what is to be read as text does not begin with a signature.
   *
   * @throws FileFaultException if it does
   */
  public static void checkText(BufferedInputStream in) throws IOException {
    byte[] start = start(in);
    Optional<FileSignature> found =
        Stream.of(values()).filter(one -> one.begins(start)).findFirst();
    if (found.isPresent()) {
      throw new FileFaultException(found.get().fault);
    }
  }

  /**
   * Checks that a file whose name ends in {@code .gz} or {@code .bz2} is packed so, before a codec
   * finds out without knowing its name.
   *
   * @throws FileFaultException if it is something else
   */
  public static void checkEnding(String name, BufferedInputStream in) throws IOException {
    String ending = name.toLowerCase(Locale.ROOT);
    if (ending.endsWith(".gz")) {
      GZIP.checkBegins(in, "gzip");
    } else if (ending.endsWith(".bz2")) {
      BZIP2.checkBegins(in, "bzip2");
    }
  }

  private void checkBegins(BufferedInputStream in, String packing) throws IOException {
    byte[] start = start(in);
    if (start.length > 0 && !begins(start)) {
      throw new FileFaultException(
          "is not packed with %s, whatever its ending says: name it without that ending, or fetch it again"
              .formatted(packing));
    }
  }

  private static byte[] start(BufferedInputStream in) throws IOException {
    in.mark(LONGEST);
    byte[] start = in.readNBytes(LONGEST);
    in.reset();
    return start;
  }

  private boolean begins(byte[] start) {
    return start.length >= bytes.length
        && Arrays.equals(bytes, 0, bytes.length, start, 0, bytes.length);
  }
}
