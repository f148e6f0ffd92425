package org.spiketrain.data.io;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/** Compression of an HDF5 file, as its name's ending says. */
public enum Compression {
  NONE(".h5"),
  GZIP(".h5.gz"),
  ZIP(".h5.zip");

  private static final int BUFFER_BYTES = 1 << 16;

  /** What bzip2 begins with; a digit follows, how hard it was packed. */
  private static final String BZIP2 = "BZh";

  /** Of unpacked bytes, whatever the size of the file. */
  private static final long ALWAYS_ALLOWED = 64L << 20;

  /** Ratio of uncompressed to compressed bytes; the published files have about 4. */
  private static final long LARGEST_RATIO = 100;

  private final String ending;

  Compression(String ending) {
    this.ending = ending;
  }

  public String ending() {
    return ending;
  }

  /** The compression of a file of this name, if it is one of HDF5. */
  public static Optional<Compression> of(String fileName) {
    for (Compression packing : values()) {
      if (fileName.endsWith(packing.ending)) {
        return Optional.of(packing);
      }
    }
    return Optional.empty();
  }

  /**
   * Unpacks a stream to its end.
   *
   * @throws FileFaultException if it is not compressed in this way, cut off, or shrunk more than
   *     recordings do
   * @throws IOException if a file system fails
   */
  public void unpack(InputStream packed, OutputStream out) throws IOException, FileFaultException {
    byte[] head = packed.readNBytes(FileForm.HEAD_BYTES);
    Counted counted = new Counted(new SequenceInputStream(new ByteArrayInputStream(head), packed));
    try (InputStream in = unpacking(counted)) {
      copy(in, counted, out);
    } catch (ZipException e) {
      throw new FileFaultException(refusal(head, e), e);
    } catch (EOFException e) {
      throw new FileFaultException("is cut off: fetch or copy it again", e);
    }
  }

  private String refusal(byte[] head, ZipException found) {
    String own = this == GZIP ? "gzip" : "zip";
    Optional<FileForm> form = FileForm.of(head);
    if (form.equals(Optional.of(FileForm.HDF5))) {
      return "is no %s file, but HDF5 that is not packed: name it .h5".formatted(own);
    }
    return form.filter(other -> other != FileForm.GZIP || this != GZIP)
        .filter(other -> other != FileForm.ZIP || this != ZIP)
        .map(FileForm::refusal)
        .orElse(
            "is no %s file, or a damaged one (%s): fetch it again, or name it .h5 if it is not packed"
                .formatted(own, found.getMessage()));
  }

  private static void copy(InputStream in, Counted packed, OutputStream out)
      throws IOException, FileFaultException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long unpacked = 0;
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      unpacked += count;
      if (unpacked > ALWAYS_ALLOWED + LARGEST_RATIO * packed.count) {
        throw new FileFaultException(
            "unpacks to more than %d MiB from its first %d bytes, which recordings never do: fetch or copy it again"
                .formatted(unpacked >> 20, packed.count));
      }
      out.write(buffer, 0, count);
    }
  }

  /** Counts what is taken from a stream, and leaves it open. */
  private static final class Counted extends FilterInputStream {
    private long count;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      count += read < 0 ? 0 : 1;
      return read;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int read = super.read(into, offset, length);
      count += Math.max(0, read);
      return read;
    }

    @Override
    public void close() {
      // Whoever opened it reads on, to the digest of the whole file.
    }
  }

  /** Form of a file by its first bytes, which can be read again. */
  static Optional<FileForm> form(BufferedInputStream in) throws IOException {
    return FileForm.of(head(in));
  }

  private static byte[] head(BufferedInputStream in) throws IOException {
    in.mark(FileForm.HEAD_BYTES);
    byte[] head = in.readNBytes(FileForm.HEAD_BYTES);
    in.reset();
    return head;
  }

  /**
   * Checks that a file whose name ends in {@code .gz} or {@code .bz2} is packed so, before a codec
   * does that does not know its name, or takes what it cannot unpack for nothing.
   *
   * @throws FileFaultException if it is not
   */
  public static void checkPacked(String fileName, BufferedInputStream in) throws IOException {
    String name = fileName.toLowerCase(Locale.ROOT);
    if (name.endsWith(".gz") && !form(in).equals(Optional.of(FileForm.GZIP))) {
      throw notPacked("gzip", ".gz");
    }
    if (name.endsWith(".bz2") && !new String(head(in), ISO_8859_1).startsWith(BZIP2)) {
      throw notPacked("bzip2", ".bz2");
    }
  }

  private static FileFaultException notPacked(String packing, String ending) {
    return new FileFaultException(
        "is not packed with %s, whatever its name says: name it without %s, or fetch it again"
            .formatted(packing, ending));
  }

  private InputStream unpacking(InputStream packed) throws IOException {
    return unpacking(
        packed, ending, NONE.ending + " file", entry -> entry.getName().endsWith(NONE.ending));
  }

  /**
   * Unpacks a stream as it is read.
   *
   * @param fileName name of the file, which is packed if it ends in {@code .gz} or {@code .zip}
   * @param wanted which file of a zip archive, of which the first is taken
   * @param what what that is, as in {@code .h5 file}
   * @throws ZipException if it is not packed so, or has no such file
   */
  public static InputStream unpacking(
      InputStream packed, String fileName, String what, Predicate<ZipEntry> wanted)
      throws IOException {
    String name = fileName.toLowerCase(Locale.ROOT);
    if (name.endsWith(".gz")) {
      return new GZIPInputStream(packed, BUFFER_BYTES);
    }
    if (!name.endsWith(".zip")) {
      return packed;
    }
    ZipInputStream zip = new ZipInputStream(packed);
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      if (wanted.test(entry)) {
        return zip;
      }
    }
    throw new ZipException("there is no " + what + " in it");
  }
}
