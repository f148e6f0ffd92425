package org.spiketrain.data.io;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Form of a file that its first bytes give away, whatever its name says. */
public enum FileForm {
  GZIP("packed with gzip", "unpack it, or name it with .gz at its end", "1f8b"),
  ZIP("a zip archive", FileForm.UNPACK, "504b0304", "504b0506"),
  BZIP2("packed with bzip2", FileForm.UNPACK, "425a6831", "425a6836", "425a6839"),
  XZ("packed with xz", FileForm.UNPACK, "fd377a585a00"),
  ZSTANDARD("packed with Zstandard", FileForm.UNPACK, "28b52ffd"),
  TAR("a tar archive", FileForm.UNPACK, "7573746172"),
  SEVEN_ZIP("a 7z archive", FileForm.UNPACK, "377abcaf271c"),
  RAR("a RAR archive", FileForm.UNPACK, "526172211a07"),
  HDF5("an HDF5 file", FileForm.OTHER, "894844460d0a1a0a"),
  MATLAB("a MATLAB file of version 5", FileForm.OTHER, text("MATLAB 5.0 MAT-file")),
  NUMPY("an array of NumPy", FileForm.OTHER, "934e554d5059"),
  PARQUET("a Parquet file", FileForm.OTHER, text("PAR1")),
  PICKLE("a pickle of Python", FileForm.OTHER, "80025d", "80027d", "800263", "800395", "800495"),
  FASTTEXT("a model of fastText", "name its .vec file instead", "ba164f2f"),
  PDF("a PDF document", FileForm.OTHER, text("%PDF-")),
  UTF16("text in UTF-16", "write it in UTF-8", "fffe", "feff"),
  POINTER(
      "a pointer of Git LFS, not the file itself",
      "fetch the file, as with git lfs pull",
      text("version https://git-lfs")),
  WEB_PAGE(
      "a web page or its like (HTML, XML), saved in place of the file",
      "fetch the file itself",
      text("<!doctype"),
      text("<html>"),
      text("<html "),
      text("<?xml"));

  /** First bytes that tell every form. */
  public static final int HEAD_BYTES = 512;

  /** Where a tar archive has what tells it: behind the first file's name and the like. */
  private static final int TAR_OFFSET = 257;

  private static final String UNPACK = "unpack it, and name what was in it";
  private static final String OTHER = "name another file";

  private final String description;
  private final String remedy;

  /** In hexadecimal, with spaces between. */
  private final String beginnings;

  FileForm(String description, String remedy, String... beginnings) {
    this.description = description;
    this.remedy = remedy;
    this.beginnings = String.join(" ", beginnings);
  }

  private static String text(String ascii) {
    return HexFormat.of().formatHex(ascii.getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * The form of a file.
   *
   * @param head its first bytes, {@link #HEAD_BYTES} where it has as many
   * @return nothing if it is none of these
   */
  public static Optional<FileForm> of(byte[] head) {
    return Arrays.stream(values()).filter(form -> form.begins(head)).findFirst();
  }

  private boolean begins(byte[] head) {
    byte[] compared = this == WEB_PAGE ? plain(head) : head;
    int from = Math.min(this == TAR ? TAR_OFFSET : 0, compared.length);
    String hexadecimal = HexFormat.of().formatHex(compared, from, compared.length);
    return Stream.of(beginnings.split(" ")).anyMatch(hexadecimal::startsWith);
  }

  /** A page may begin with a byte order mark or empty lines, and be written in capitals. */
  private static byte[] plain(byte[] head) {
    return new String(head, StandardCharsets.UTF_8)
        .replace("\uFEFF", "")
        .stripLeading()
        .toLowerCase(Locale.ROOT)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** What a file of this form is, and what to do, to follow its name in a message. */
  public String refusal() {
    return "is %s: %s".formatted(description, remedy);
  }
}
