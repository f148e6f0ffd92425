package org.spiketrain.fetch;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.spiketrain.model.UserErrorException;

/**
 * A published file.
 *
 * @param name its name below the data set's address, and in the folder that it is fetched to
 * @param bytes its length, if it is known
 * @param checksum its checksum, if it is known
 * @param unpack which files of it, a zip archive, are wanted: a path in it whose last word may have
 *     asterisks, as in {@code data/names/*.txt}; empty if it stays packed
 */
public record DataFile(
    String name, OptionalLong bytes, Optional<Checksum> checksum, Optional<String> unpack) {
  /** No folders, nothing hidden and nothing that an address would have to escape. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  /**
   * Checks the name.
   *
   * @throws UserErrorException if it is not that of a file in the folder itself
   */
  public DataFile {
    if (!NAME.matcher(name).matches()) {
      throw new UserErrorException(
          "\"%s\" is no name of a file to fetch: expected letters, digits, dots, hyphens and underscores"
              .formatted(name));
    }
  }

  DataFile with(Checksum known) {
    return new DataFile(name, bytes, Optional.of(known), unpack);
  }
}
