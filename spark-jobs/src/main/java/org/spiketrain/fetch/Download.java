package org.spiketrain.fetch;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.commons.io.function.IOSupplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.fetch.DataSet.DataFile;
import org.spiketrain.fetch.FetchJob.FetchSettings;
import org.spiketrain.fetch.FetchProgress.Fetched;
import org.spiketrain.fetch.HttpSource.RangeRefusedException;
import org.spiketrain.fetch.HttpSource.SourceException;
import org.spiketrain.fetch.PartFiles.Origin;
import org.spiketrain.model.UserErrorException;

/** Fetches files that are not there, going on where an earlier try or run has stopped. */
record Download(
    Configuration conf, HttpSource source, FetchSettings settings, FetchProgress progress) {
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  /** A list of checksums is some kilobytes; what is longer is something else. */
  private static final int LONGEST_TEXT = 1 << 20;

  /**
   * Fetches a file to a target with its file system and from its root; it appears whole and
   * checked, or a {@link UserErrorException} says why not.
   */
  Fetched run(DataFile file, URI url, Path target) throws IOException {
    PartFiles parts = new PartFiles(conf, target);
    long bytes = retried(url, () -> transfer(file.name(), url, parts));
    Path whole = parts.join();
    FileSystem fs = FileSystems.of(conf, whole);
    Optional<String> difference = file.difference(fs, fs.getFileStatus(whole));
    if (difference.isPresent()) {
      parts.discard();
      throw new UserErrorException(
          "What came from %s %s: it is damaged, or not the published file, and was deleted. Fetch it again, or name a mirror with --from"
              .formatted(url, difference.get()));
    }
    AtomicOutput.moveFile(conf, whole, target, settings.mode());
    parts.discard();
    return new Fetched(file.name(), Fetched.Outcome.FETCHED, bytes, file.checksum());
  }

  /** One connection: the rest of the file, or all of it; how many bytes it has. */
  private long transfer(String name, URI url, PartFiles parts) throws IOException {
    Optional<Origin> known = parts.origin().filter(origin -> continuable(origin, url));
    long there = known.isPresent() ? parts.length() : 0;
    if (there > 0 && known.get().bytes().equals(OptionalLong.of(there))) {
      return there;
    }
    try (HttpSource.Answer answer =
        there > 0 ? source.open(known.get(), there) : source.open(url)) {
      Origin origin = answer.origin();
      if (answer.offset() == 0) {
        parts.begin(origin);
      }
      parts.write(
          answer.offset(), answer.body(), bytes -> progress.at(name, bytes, origin.bytes()));
      there = parts.length();
      if (origin.bytes().orElse(there) != there) {
        throw new SourceException(
            "the connection was cut after %,d of %,d bytes"
                .formatted(there, origin.bytes().getAsLong()));
      }
      return there;
    } catch (RangeRefusedException e) {
      parts.discard();
      throw e;
    }
  }

  /** Without a validator, nothing would tell the rest of this file from that of its successor. */
  private static boolean continuable(Origin origin, URI url) {
    return origin.url().equals(url) && origin.validator().isPresent();
  }

  String text(URI url) throws IOException {
    return retried(
        url,
        () -> {
          try (HttpSource.Answer answer = source.open(url)) {
            return new String(answer.body().readNBytes(LONGEST_TEXT), StandardCharsets.UTF_8);
          }
        });
  }

  /** Tries again what fails because of a server or the way to it, after waits that grow. */
  private <T> T retried(URI url, IOSupplier<T> attempt) throws IOException {
    Duration wait = settings.firstWait();
    for (int retry = 0; ; retry++) {
      try {
        return attempt.get();
      } catch (SourceException e) {
        if (retry == settings.retries()) {
          throw new UserErrorException(
              "Cannot fetch %s: %s, at the last of %d tries. What has come is kept: run the same command again later to go on"
                  .formatted(url, e.getMessage(), retry + 1),
              e);
        }
        progress.retrying(url.toString(), e.getMessage(), wait);
        pause(wait);
        Duration twice = wait.multipliedBy(2);
        wait = twice.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : twice;
      }
    }
  }

  private static void pause(Duration wait) throws InterruptedIOException {
    try {
      Thread.sleep(wait.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }
}
