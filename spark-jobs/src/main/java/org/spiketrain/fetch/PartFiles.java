package org.spiketrain.fetch;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.io.IOUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.OutputMode;

/**
 * The part of a file that has come so far, in its folder: a hidden file for each connection, {@code
 * .<name>.part-<offset>}, and {@code .<name>.origin} which says what they are parts of.
 *
 * <p>Parts, and not one file that grows, because object stores cannot append. Each carries its
 * offset in its name: the part of a program that was killed may still grow when HDFS notices that
 * its writer is gone, and what then overlaps the next part is not used.
 */
final class PartFiles {
  private static final int BUFFER_BYTES = 1 << 16;

  /** So many bytes from the beginning of a file, that begin at an offset of the whole. */
  private record Piece(Path path, long offset, long bytes) {
    long end() {
      return offset + bytes;
    }

    Piece cutAt(long end) {
      return new Piece(path, offset, end - offset);
    }
  }

  private final Configuration conf;
  private final FileSystem fs;
  private final Path folder;
  private final Path origin;
  private final Path joined;
  private final String prefix;
  private final Pattern name;

  /** Of a target that is named with its file system and from its root. */
  PartFiles(Configuration conf, Path target) throws IOException {
    this.conf = conf;
    // Local files have their checksums beside them, which a program that is killed leaves wrong.
    this.fs = FileSystems.withoutChecksumFiles(FileSystems.of(conf, target));
    this.folder = target.getParent();
    this.origin = new Path(folder, ".%s.origin".formatted(target.getName()));
    this.joined = new Path(folder, ".%s.joined".formatted(target.getName()));
    this.prefix = ".%s.part-".formatted(target.getName());
    this.name = Pattern.compile(Pattern.quote(prefix) + "([0-9]{1,18})");
  }

  /** Returns what the parts are parts of, if there are any. */
  Optional<Origin> origin() throws IOException {
    try (InputStream in = fs.open(origin)) {
      return Origin.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /** Returns how many bytes are there from the file's beginning without a gap. */
  long length() throws IOException {
    List<Piece> pieces = pieces();
    return pieces.isEmpty() ? 0 : pieces.get(pieces.size() - 1).end();
  }

  /** Begins a file, whatever was there before. */
  void begin(Origin source) throws IOException {
    discard();
    AtomicOutput.writeFile(
        conf, origin, source.text().getBytes(StandardCharsets.UTF_8), OutputMode.OVERWRITE);
  }

  /** Writes a part from an offset on, and reports how much is there; a failure keeps what came. */
  void write(long offset, InputStream body, LongConsumer arrived) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long end = offset;
    arrived.accept(end);
    try (OutputStream out = fs.create(new Path(folder, prefix + offset), true)) {
      for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
        out.write(buffer, 0, count);
        end += count;
        arrived.accept(end);
      }
    }
  }

  /** Makes the parts one file, which they are already if the connection was never cut. */
  Path join() throws IOException {
    List<Piece> pieces = pieces();
    if (pieces.size() == 1) {
      return pieces.get(0).path();
    }
    try (OutputStream out = fs.create(joined, true)) {
      copy(pieces, out);
    }
    return joined;
  }

  /** Deletes the parts and what is known of them, in this order. */
  void discard() throws IOException {
    for (Piece piece : parts()) {
      fs.delete(piece.path(), false);
    }
    fs.delete(joined, false);
    fs.delete(origin, false);
  }

  private void copy(List<Piece> pieces, OutputStream out) throws IOException {
    for (Piece piece : pieces) {
      try (InputStream in = fs.open(piece.path())) {
        if (IOUtils.copyLarge(in, out, 0, piece.bytes()) < piece.bytes()) {
          throw new EOFException("%s has become shorter".formatted(piece.path()));
        }
      }
    }
  }

  /** The parts that follow each other from the file's beginning, each as far as the next. */
  private List<Piece> pieces() throws IOException {
    List<Piece> pieces = new ArrayList<>();
    long end = 0;
    for (Piece piece : parts()) {
      if (piece.offset() > end) {
        break;
      }
      if (piece.bytes() > 0) {
        if (!pieces.isEmpty()) {
          int last = pieces.size() - 1;
          pieces.set(last, pieces.get(last).cutAt(piece.offset()));
        }
        pieces.add(piece);
        end = piece.end();
      }
    }
    return pieces;
  }

  private List<Piece> parts() throws IOException {
    List<Piece> parts = new ArrayList<>();
    for (FileStatus file : fs.listStatus(folder)) {
      Matcher part = name.matcher(file.getPath().getName());
      if (part.matches()) {
        parts.add(new Piece(file.getPath(), Long.parseLong(part.group(1)), file.getLen()));
      }
    }
    parts.sort(Comparator.comparingLong(Piece::offset));
    return parts;
  }

  /**
   * Origin of the bytes of a half-fetched file, so that only bytes of the very same file are put
   * behind them.
   *
   * @param validator the server's entity tag or, if it gives none that stands for the very bytes,
   *     the time of the last change: what {@code If-Range} takes (RFC 9110, 13.1.5)
   * @param bytes the file's length, if the server says so
   */
  record Origin(URI url, Optional<String> validator, OptionalLong bytes) {
    private static final int LINES = 3;

    /** A line for each value, empty if there is none. */
    String text() {
      String length = bytes.isPresent() ? Long.toString(bytes.getAsLong()) : "";
      return String.join("\n", url.toString(), validator.orElse(""), length, "");
    }

    /** Reads {@link #text()}; empty if it is none, as after a power cut. */
    static Optional<Origin> parse(String text) {
      List<String> lines = text.lines().toList();
      if (lines.size() != LINES || !lines.get(2).matches("[0-9]{0,18}")) {
        return Optional.empty();
      }
      OptionalLong bytes =
          lines.get(2).isEmpty()
              ? OptionalLong.empty()
              : OptionalLong.of(Long.parseLong(lines.get(2)));
      Optional<String> validator = Optional.of(lines.get(1)).filter(line -> !line.isEmpty());
      return Optional.of(new Origin(URI.create(lines.get(0)), validator, bytes));
    }
  }
}
