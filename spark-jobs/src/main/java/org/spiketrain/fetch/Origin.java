package org.spiketrain.fetch;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where the bytes of a half-fetched file come from, so that only bytes of the very same file are
 * put behind them.
 *
 * @param url the file's address
 * @param validator the server's entity tag or, if it gives none that stands for the very bytes, the
 *     time of the last change: what {@code If-Range} takes (RFC 9110, 13.1.5)
 * @param bytes the file's length, if the server says so
 */
record Origin(URI url, Optional<String> validator, OptionalLong bytes) {
  private static final int LINES = 3;

  /** A line for each value, empty if there is none. */
  String text() {
    String length = bytes.isPresent() ? Long.toString(bytes.getAsLong()) : "";
    return String.join("\n", url.toString(), validator.orElse(""), length, "");
  }

  /** Reads {@link #text()}; empty if it is none, as after a power cut. */
  static Optional<Origin> parse(String text) {
    List<String> lines = text.lines().toList();
    if (lines.size() != LINES || !lines.get(2).matches("[0-9]{0,18}")) {
      return Optional.empty();
    }
    OptionalLong bytes =
        lines.get(2).isEmpty()
            ? OptionalLong.empty()
            : OptionalLong.of(Long.parseLong(lines.get(2)));
    Optional<String> validator = Optional.of(lines.get(1)).filter(line -> !line.isEmpty());
    return Optional.of(new Origin(URI.create(lines.get(0)), validator, bytes));
  }
}
