package org.spiketrain.data.audio;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** A sound file, named as in {@code yes/0a7c2a8d_nohash_0.wav}, with the index of its word. */
record AudioFile(String location, String name, int word) implements Serializable {
  private static final double ALL = 1L << 32;

  /**
   * Speaker: the part of the name before {@code _nohash_} or before its first {@code _}, as in the
   * Speech Commands; a name without one is a speaker of its own.
   */
  String speaker() {
    String file = name.substring(name.lastIndexOf('/') + 1);
    int end = file.indexOf('_');
    return end > 0 ? file.substring(0, end) : file;
  }

  /** A number of the speaker from 0 to 65535, which rarely two have. */
  int speakerNumber() {
    return (int) (hash(speaker()) & 0xFFFF);
  }

  /** Position of the speaker among all, from 0 to 1, which determines the split. */
  double place() {
    return hash("split " + speaker()) / ALL;
  }

  /** Decides what is random about the file, together with a seed. */
  long randomSeed(long seed) {
    return hash(name) ^ seed << Integer.SIZE;
  }

  private static long hash(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return crc.getValue();
  }
}
