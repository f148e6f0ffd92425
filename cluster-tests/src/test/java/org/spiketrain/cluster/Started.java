package org.spiketrain.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process of a test, with files for what it prints; it does not outlive its test. */
final class Started implements AutoCloseable {
  private static final long MOST_MINUTES = 10;

  private final Process process;
  private final Path out;
  private final Path err;

  private Started(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * @param logs a folder, made where it is not there
   * @param name of the two files in it
   */
  static Started start(ProcessBuilder builder, Path logs, String name) throws IOException {
    Files.createDirectories(logs);
    Path out = logs.resolve(name + ".out");
    Path err = logs.resolve(name + ".err");
    return new Started(
        builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start(), out, err);
  }

  /** What a process that has ended leaves. */
  record Ended(int code, String out, String err) {
    Ended assertSucceeded() {
      assertThat(code).as(err).isZero();
      return this;
    }

    /** Returns the only message, by which it ended without a stack trace. */
    String assertRefused() {
      assertThat(code).as(err).isEqualTo(1);
      assertThat(err).doesNotContain("\tat ", "fault of Spiketrain");
      List<String> told = err.lines().filter(line -> line.startsWith("spiketrain: ")).toList();
      assertThat(told).as(err).hasSize(1);
      return told.get(0);
    }
  }

  Ended end() throws IOException, InterruptedException {
    assertThat(process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)).as(err.toString()).isTrue();
    return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  /** Waits until it tells this among its messages. */
  Matcher awaitTold(Pattern message) throws Exception {
    Waiting.until(
        "%s tells '%s'".formatted(err, message),
        () -> {
          assertThat(process.isAlive()).as(err()).isTrue();
          return message.matcher(err()).find();
        });
    Matcher told = message.matcher(err());
    assertThat(told.find()).isTrue();
    return told;
  }

  /** What it has told so far, of which nothing is a result. */
  String err() {
    try {
      return Files.readString(err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /** By {@code kill -9}: nothing of it gets to say a word. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Asks it to end, as a cluster would. */
  void terminate() {
    process.destroy();
  }

  @Override
  public void close() throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    kill();
  }
}
