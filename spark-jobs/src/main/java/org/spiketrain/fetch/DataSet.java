package org.spiketrain.fetch;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import org.spiketrain.model.UserErrorException;

/**
 * A data set as its publisher offers it.
 *
 * @param title what it is called
 * @param licence under which licence it is given away
 * @param citation what its authors want cited
 * @param from the address that all its files lie below, see {@link #address}
 * @param checksums name of the publisher's list of checksums beside the files, if there is one
 * @param files its files
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

  /** The same files at another address. */
  public DataSet mirroredAt(URI mirror) {
    return new DataSet(title, licence, citation, mirror, checksums, files);
  }

  URI addressOf(String name) {
    return from.resolve(name);
  }
}
