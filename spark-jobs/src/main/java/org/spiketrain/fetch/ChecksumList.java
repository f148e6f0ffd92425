package org.spiketrain.fetch;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.spiketrain.model.UserErrorException;

/**
 * The list of checksums that a publisher lays beside the files, as {@code md5sum} and its sisters
 * write it: a checksum, blanks (or a blank and an asterisk) and a name on each line.
 */
final class ChecksumList {
  private static final Pattern LINE =
      Pattern.compile("(?<digits>[0-9A-Fa-f]{32,128})\\s+\\*?(?:\\./)?(?<name>\\S.*)");

  private final String address;
  private final Map<String, Checksum> checksums = new HashMap<>();

  /**
   * Reads a list. Lines of another form are left out: what matters is whether the files that are
   * wanted are there.
   *
   * @param address where it was fetched from
   * @throws UserErrorException if a checksum has a number of digits that no algorithm has
   */
  ChecksumList(String address, String text) {
    this.address = address;
    text.lines()
        .map(String::strip)
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .forEach(line -> checksums.put(line.group("name"), Checksum.parse(line.group("digits"))));
  }

  /**
   * The checksum of a file.
   *
   * @throws UserErrorException if the list has none: what cannot be checked is not fetched
   */
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
