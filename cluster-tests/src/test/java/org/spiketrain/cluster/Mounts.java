package org.spiketrain.cluster;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The folders of a container. Its process runs outside of it, so that what names a path of the
 * container is told that of this machine.
 *
 * @param folders of this machine, by their paths in the container
 * @param own the folder that they are in; what names a path below it is of this machine already
 */
record Mounts(Map<String, Path> folders, Path own) {
  /** The same text with the paths of this machine. */
  String here(String text) {
    String names =
        folders.keySet().stream()
            .sorted(Comparator.comparing(String::length).reversed())
            .map(Pattern::quote)
            .collect(Collectors.joining("|"));
    return Pattern.compile(
            "(?<![\\w.-])(" + Pattern.quote(own.toString()) + "|" + names + ")(?![\\w.-])")
        .matcher(text)
        .replaceAll(
            path -> Matcher.quoteReplacement(folders.getOrDefault(path.group(1), own).toString()));
  }
}
