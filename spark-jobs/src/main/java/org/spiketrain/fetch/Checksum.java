package org.spiketrain.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.spiketrain.model.UserErrorException;

/**
 * The digest of a file's bytes as its publisher gives it. It guards against damage; whether
 * somebody has tampered with the file, MD5 and SHA-1 cannot say.
 *
 * @param algorithm its name in Java: MD5, SHA-1, SHA-256 or SHA-512
 * @param digits the digest in lower-case hexadecimal
 */
public record Checksum(String algorithm, String digits) {
  private static final Map<Integer, String> ALGORITHM_BY_DIGITS =
      new TreeMap<>(Map.of(32, "MD5", 40, "SHA-1", 64, "SHA-256", 128, "SHA-512"));

  private static final Pattern FORM =
      Pattern.compile("(?:(?<algorithm>[A-Za-z0-9-]+):)?(?<digits>[0-9A-Fa-f]+)");

  /**
   * Reads a checksum.
   *
   * @param text hexadecimal digits, whose number determines the algorithm, or {@code md5:digits}
   * @throws UserErrorException if it is neither
   */
  public static Checksum parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (form.matches()) {
      String digits = form.group("digits").toLowerCase(Locale.ROOT);
      String algorithm = ALGORITHM_BY_DIGITS.getOrDefault(digits.length(), "");
      String named = form.group("algorithm");
      if (!algorithm.isEmpty() && (named == null || plain(named).equals(plain(algorithm)))) {
        return new Checksum(algorithm, digits);
      }
    }
    throw new UserErrorException(
        "\"%s\" is no checksum: expected one of %s with its hexadecimal digits, as in md5:0123..."
            .formatted(text, String.join(", ", ALGORITHM_BY_DIGITS.values())));
  }

  private static String plain(String algorithm) {
    return algorithm.replace("-", "").toLowerCase(Locale.ROOT);
  }

  Checksum found(FileSystem fs, Path file) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no " + algorithm, e);
    }
    try (InputStream in = new DigestInputStream(fs.open(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return new Checksum(algorithm, HexFormat.of().formatHex(digest.digest()));
  }

  @Override
  public String toString() {
    return algorithm + " " + digits;
  }

  /**
   * The list of checksums that a publisher lays beside the files, as {@code md5sum} and its sisters
   * write it: a checksum, blanks (or a blank and an asterisk) and a name on each line.
   */
  static final class ChecksumList {
    private static final Pattern LINE =
        Pattern.compile("(?<digits>[0-9A-Fa-f]{32,128})\\s+\\*?(?:\\./)?(?<name>\\S.*)");

    private final String address;
    private final Map<String, Checksum> checksums = new HashMap<>();

    /** Lines of another form are left out: what matters is whether the wanted files are there. */
    ChecksumList(String address, String text) {
      this.address = address;
      text.lines()
          .map(String::strip)
          .map(LINE::matcher)
          .filter(Matcher::matches)
          .forEach(line -> checksums.put(line.group("name"), Checksum.parse(line.group("digits"))));
    }

    /** Returns a file's checksum; refuses one without: what cannot be checked is not fetched. */
    Checksum of(String file) {
      Checksum checksum = checksums.get(file);
      if (checksum == null) {
        throw new UserErrorException(
            "%s has no checksum of %s, so that it could not be checked: name a mirror whose list has it with --from, or write its checksum into a catalogue of your own (--catalogue)"
                .formatted(address, file));
      }
      return checksum;
    }
  }
}
