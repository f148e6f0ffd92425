package org.spiketrain.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What Spark has told of an application: a file with an event, as JSON, in each line. */
record EventLog(Path folder) {
  private static final Pattern COPY =
      Pattern.compile("\"Event\":\"SparkListenerTaskStart\".*\"Speculative\":true");
  private static final String REMOVED =
      "\"Event\":\"SparkListenerExecutorRemoved\".*\"Removed Reason\":\"[^\"]*";

  /** One for a single application, in a new folder. */
  static EventLog in(Path parent) throws IOException {
    return new EventLog(Files.createDirectory(parent.resolve("events")));
  }

  /** Options of a command by which it is written, before others. */
  String[] with(String... options) {
    return Stream.concat(
            Stream.of(
                "--conf=spark.eventLog.enabled=true",
                "--conf=spark.eventLog.compress=false",
                "--conf=spark.eventLog.dir=" + folder.toUri()),
            Stream.of(options))
        .toArray(String[]::new);
  }

  /** Number of tasks that were started while the same ones ran elsewhere. */
  long copiesOfTasks() throws IOException {
    return count(COPY);
  }

  /**
   * Number of executors that went while the application ran.
   *
   * @param reason a part of what Spark says of it
   */
  long executorsRemoved(String reason) throws IOException {
    return count(Pattern.compile(REMOVED + Pattern.quote(reason)));
  }

  private long count(Pattern event) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      long count = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        List<String> lines = Files.readAllLines(file);
        count += lines.stream().filter(line -> event.matcher(line).find()).count();
      }
      return count;
    }
  }
}
