package org.spiketrain.results;

import java.util.regex.Pattern;

/** Local paths as a shell takes them: Hadoop writes {@code file:} before those it has qualified. */
public final class LocalPaths {
  private static final Pattern SCHEME = Pattern.compile("\\bfile:(//)?(?=/)");

  private LocalPaths() {}

  /** A text with the paths that are in it. */
  public static String plain(String text) {
    return SCHEME.matcher(text).replaceAll("");
  }
}
