package org.spiketrain.model.zoo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Reads the entries of zip archives that may come from anybody: in bounded memory, without writing
 * anything to a disk, and without trusting a declared size.
 */
public final class ArchiveEntries {
  private static final int MOST_ENTRIES = 100;

  /** Of unpacked bytes, whatever the size of the archive. */
  private static final long ALWAYS_ALLOWED = 64L << 20;

  /**
   * Ratio of uncompressed to compressed bytes; parameters hardly compress, JSON by about a tenth.
   */
  private static final long LARGEST_RATIO = 20;

  private static final int HEAP_FRACTION = 2;
  private static final int LONGEST_SHOWN = 80;

  private ArchiveEntries() {}

  /**
   * Unpacks all entries of an archive.
   *
   * @param archive the whole file
   * @return contents by name, in the order of the archive; empty if it is no zip archive
   * @throws IOException if it is truncated or damaged, has more than 100 entries, two of one name
   *     or one with a path in its name, or more contents than its length or the heap allows
   */
  public static Map<String, byte[]> read(byte[] archive) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    long left = most(archive.length, Runtime.getRuntime().maxMemory());
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
      for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
        checkName(e.getName(), entries);
        byte[] content = zip.readNBytes((int) Math.min(left + 1, Integer.MAX_VALUE - 8));
        left -= content.length;
        if (left < 0) {
          throw new IOException(
              "its entries unpack to more than %d MiB, which %d bytes of a model never do"
                  .formatted(most(archive.length, Long.MAX_VALUE) >> 20, archive.length));
        }
        entries.put(e.getName(), content);
      }
    } catch (IllegalArgumentException e) {
      // Of a name that is not valid in its character set.
      throw new IOException("the name of an entry cannot be read", e);
    }
    return entries;
  }

  private static long most(long packed, long heap) {
    return Math.min(ALWAYS_ALLOWED + LARGEST_RATIO * packed, heap / HEAP_FRACTION);
  }

  private static void checkName(String name, Map<String, byte[]> known) throws IOException {
    if (name.contains("/") || name.contains("\\") || name.contains("..")) {
      throw new IOException("it has an entry with a path, '%s'".formatted(shortened(name)));
    }
    if (known.containsKey(name)) {
      throw new IOException("it has two entries '%s'".formatted(shortened(name)));
    }
    if (known.size() == MOST_ENTRIES) {
      throw new IOException("it has more than %d entries".formatted(MOST_ENTRIES));
    }
  }

  /** The beginning of a text of the archive, for messages: control characters become spaces. */
  static String shortened(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() <= LONGEST_SHOWN ? line : line.substring(0, LONGEST_SHOWN) + "...";
  }
}
