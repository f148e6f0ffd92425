package org.spiketrain.data.io;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** SHA-256 digests in hexadecimal, the form of every fingerprint in a manifest. */
public final class Sha256 {
  private Sha256() {}

  /** Digest of the text's UTF-8 bytes: 64 lower-case hexadecimal digits. */
  public static String of(String text) {
    MessageDigest digest = digest();
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    return hex(digest);
  }

  /** Digest of words, a line each, and of the big-endian bits of numbers after them. */
  public static String of(List<String> words, float[] numbers) {
    MessageDigest digest = digest();
    for (String word : words) {
      digest.update((word + "\n").getBytes(StandardCharsets.UTF_8));
    }
    ByteBuffer bits = ByteBuffer.allocate(Float.BYTES);
    for (float number : numbers) {
      digest.update(bits.putFloat(0, number).array());
    }
    return hex(digest);
  }

  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  public static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }
}
