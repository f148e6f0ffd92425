package org.spiketrain.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * A file that is made to do harm, or came to harm.
 *
 * @param what its fault in a few words
 * @param says a part of the message it must get
 * @param maker writes it, given an unharmed one
 */
record HostileFile(String what, String says, Maker maker) {
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
  static byte[] withZeros(byte[] archive, String name, long mebibytes) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : unpacked(archive).entrySet()) {
        if (!entry.getKey().equals(name)) {
          put(zip, entry.getKey(), entry.getValue(), 1);
        }
      }
      put(zip, name, new byte[1 << 20], mebibytes);
    }
    return bytes.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, byte[] content, long times)
      throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    for (long k = 0; k < times; k++) {
      zip.write(content);
    }
    zip.closeEntry();
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
