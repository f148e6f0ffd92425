package org.spiketrain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Sixteen names of two languages that their endings tell apart. */
public final class TinyNames {
  private TinyNames() {}

  /** Writes them into a new folder, a file a language. */
  public static Path in(Path folder) throws IOException {
    Path names = Files.createDirectory(folder);
    for (String language : List.of("son", "etti")) {
      Files.write(
          names.resolve("In" + language + ".txt"),
          Arrays.stream("Tor Bel Lin Mar Gal Sven Kar Dol".split(" ", -1))
              .map(stem -> stem + language)
              .toList());
    }
    return names;
  }
}
