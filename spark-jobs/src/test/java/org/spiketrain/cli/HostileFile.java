package org.spiketrain.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/**
 * A file that is made to do harm, or came to harm.
 *
 * @param what its fault in a few words
 * @param says a part of the message it must get
 * @param maker writes it, given an unharmed one
 */
record HostileFile(String what, String says, Maker maker) {
  private static final int MEBIBYTE = 1 << 20;

  /** Writes a file. */
  @FunctionalInterface
  interface Maker {
    void write(byte[] good, Path file) throws IOException;
  }

  /** Changes some bytes. */
  @FunctionalInterface
  interface Change {
    byte[] of(byte[] bytes) throws IOException;
  }

  /** Changes the entries of an archive. */
  @FunctionalInterface
  interface EntriesChange {
    void in(Map<String, byte[]> entries) throws IOException;
  }

  static HostileFile bytes(String what, String says, Change change) {
    return new HostileFile(what, says, (good, file) -> Files.write(file, change.of(good)));
  }

  static HostileFile zip(String what, String says, EntriesChange change) {
    return bytes(
        what,
        says,
        good -> {
          Map<String, byte[]> entries = unpacked(good);
          change.in(entries);
          return packed(entries);
        });
  }

  /** Replaces the first match of a pattern in a text entry. */
  static HostileFile text(String what, String says, String entry, String pattern, String by) {
    return zip(
        what,
        says,
        entries -> {
          String before = new String(entries.get(entry), StandardCharsets.UTF_8);
          String after = before.replaceFirst(pattern, by);
          if (after.equals(before)) {
            throw new IOException("no " + pattern + " in " + before);
          }
          entries.put(entry, after.getBytes(StandardCharsets.UTF_8));
        });
  }

  /** Puts another entry in the place of one. */
  static HostileFile entry(String what, String says, String entry, byte[] content) {
    return zip(what, says, entries -> entries.put(entry, content));
  }

  /** The first bytes only. */
  static HostileFile cut(String what, String says, int promille) {
    return bytes(
        what, says, good -> Arrays.copyOf(good, (int) (good.length * (long) promille / 1000)));
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static Map<String, byte[]> unpacked(byte[] archive) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
        entries.put(e.getName(), zip.readAllBytes());
      }
    }
    return entries;
  }

  static byte[] packed(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  /** An archive with one more entry, of zeros, which shrink to a thousandth. */
  static byte[] withZeros(byte[] archive, String name, int mebibytes) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : unpacked(archive).entrySet()) {
        if (!entry.getKey().equals(name)) {
          zip.putArchiveEntry(new ZipArchiveEntry(entry.getKey()));
          zip.write(entry.getValue());
          zip.closeArchiveEntry();
        }
      }
      byte[] packed = deflatedZeros(mebibytes);
      ZipArchiveEntry zeros = new ZipArchiveEntry(name);
      zeros.setMethod(ZipEntry.DEFLATED);
      zeros.setSize((long) mebibytes * MEBIBYTE);
      zeros.setCompressedSize(packed.length);
      zeros.setCrc(crcOfZeros(mebibytes));
      zip.addRawArchiveEntry(zeros, new ByteArrayInputStream(packed));
    }
    return bytes.toByteArray();
  }

  /** A gzip file of zeros. */
  static byte[] gzippedZeros(int mebibytes) {
    ByteBuffer trailer = ByteBuffer.allocate(2 * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    trailer.putInt((int) crcOfZeros(mebibytes)).putInt(mebibytes * MEBIBYTE);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[] {0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, 0});
    bytes.writeBytes(deflatedZeros(mebibytes));
    bytes.writeBytes(trailer.array());
    return bytes.toByteArray();
  }

  private static long crcOfZeros(int mebibytes) {
    byte[] zeros = new byte[MEBIBYTE];
    CRC32 crc = new CRC32();
    for (int k = 0; k < mebibytes; k++) {
      crc.update(zeros);
    }
    return crc.getValue();
  }

  /** Zeros, packed: behind the first mebibyte every other one looks alike, and is packed once. */
  private static byte[] deflatedZeros(int mebibytes) {
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    byte[] first = flushed(deflater);
    byte[] other = flushed(deflater);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(first);
    for (int k = 1; k < mebibytes; k++) {
      bytes.writeBytes(other);
    }
    deflater.finish();
    byte[] end = new byte[MEBIBYTE];
    bytes.write(end, 0, deflater.deflate(end));
    deflater.end();
    return bytes.toByteArray();
  }

  private static byte[] flushed(Deflater deflater) {
    byte[] packed = new byte[MEBIBYTE];
    deflater.setInput(new byte[MEBIBYTE]);
    return Arrays.copyOf(packed, deflater.deflate(packed, 0, packed.length, Deflater.SYNC_FLUSH));
  }

  /** ND4J's form of a vector, of which each part may lie. */
  static byte[] vector(long declared, String type, float... values) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    long[] shape = {1, declared, 1, 0x2000, 1, 'c'};
    ByteBuffer shapes = ByteBuffer.allocate(shape.length * Long.BYTES);
    shapes.asLongBuffer().put(shape);
    ByteBuffer numbers = ByteBuffer.allocate(values.length * Float.BYTES);
    numbers.asFloatBuffer().put(values);
    writeHeader(bytes, shape.length, "LONG");
    bytes.writeBytes(shapes.array());
    writeHeader(bytes, declared, type);
    bytes.writeBytes(numbers.array());
    return bytes.toByteArray();
  }

  private static void writeHeader(OutputStream out, long length, String type) {
    try {
      java.io.DataOutputStream data = new java.io.DataOutputStream(out);
      data.writeUTF("MIXED_DATA_TYPES");
      data.writeLong(length);
      data.writeUTF(type);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
