package org.spiketrain.fetch;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.spiketrain.model.UserErrorException;

/**
 * A data set as its publisher offers it.
 *
 * @param citation what its authors want cited
 * @param from the address that all its files lie below, see {@link #address}
 * @param checksums name of the publisher's list of checksums beside the files, if there is one
 */
public record DataSet(
    String title,
    String licence,
    String citation,
    URI from,
    Optional<String> checksums,
    List<DataFile> files) {
  public DataSet {
    files = List.copyOf(files);
  }

  /**
   * The address of a folder on the web.
   *
   * @throws UserErrorException if it is no address of http or https
   */
  public static URI address(String text) {
    try {
      URI uri = new URI(text.endsWith("/") ? text : text + "/");
      if (uri.getHost() != null
          && ("http".equalsIgnoreCase(uri.getScheme())
              || "https".equalsIgnoreCase(uri.getScheme()))) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw new UserErrorException(noAddress(text), e);
    }
    throw new UserErrorException(noAddress(text));
  }

  private static String noAddress(String text) {
    return "\"%s\" is no address of a folder on the web: expected one as in https://zenkelab.org/datasets/"
        .formatted(text);
  }

  public DataSet mirroredAt(URI mirror) {
    return new DataSet(title, licence, citation, mirror, checksums, files);
  }

  URI addressOf(String name) {
    return from.resolve(name);
  }

  /**
   * A published file.
   *
   * @param name its name below the data set's address, and in the folder that it is fetched to
   * @param unpack which files of it, a zip archive, are wanted: a path in it whose last word may
   *     have asterisks, as in {@code data/names/*.txt}; empty if it stays compressed
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

    /** In what a file differs from the published one, as far as anything is known of that. */
    Optional<String> difference(FileSystem fs, FileStatus found) throws IOException {
      if (bytes.isPresent() && bytes.getAsLong() != found.getLen()) {
        return Optional.of(
            "has %,d bytes instead of %,d".formatted(found.getLen(), bytes.getAsLong()));
      }
      if (checksum.isEmpty()) {
        return Optional.empty();
      }
      Checksum own = checksum.get().found(fs, found.getPath());
      return own.equals(checksum.get())
          ? Optional.empty()
          : Optional.of("has the %s instead of %s".formatted(own, checksum.get()));
    }
  }
}
