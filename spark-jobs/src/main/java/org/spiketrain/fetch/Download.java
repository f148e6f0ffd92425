package org.spiketrain.fetch;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.fetch.DataSet.DataFile;
import org.spiketrain.fetch.FetchJob.FetchSettings;
import org.spiketrain.fetch.FetchProgress.Fetched;
import org.spiketrain.fetch.PartFiles.Origin;
import org.spiketrain.fetch.SourceException.RangeRefusedException;
import org.spiketrain.model.UserErrorException;

/**
 * Fetches files that are not there, going on where an earlier try or an earlier run has stopped.
 */
final class Download {
  private final Configuration conf;
  private final HttpSource source;
  private final FetchSettings settings;
  private final FetchProgress progress;
  private final Retries retries;

  Download(Configuration conf, HttpSource source, FetchSettings settings, FetchProgress progress) {
    this.conf = conf;
    this.source = source;
    this.settings = settings;
    this.progress = progress;
    this.retries = new Retries(settings, progress);
  }

  /**
   * Fetches a file; it appears whole and checked, or not at all.
   *
   * @param url where it is published
   * @param target where it will be, with its file system and from its root
   * @throws UserErrorException if it cannot be fetched, or is not what it should be
   * @throws IOException if the file system fails
   */
  Fetched run(DataFile file, URI url, Path target) throws IOException {
    PartFiles parts = new PartFiles(conf, target);
    long bytes = retries.run(url.toString(), () -> transfer(file.name(), url, parts));
    Path whole = checked(file, url, parts, bytes);
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
      return complete(origin, parts.length());
    } catch (RangeRefusedException e) {
      parts.discard();
      throw e;
    }
  }

  /**
   * Without a validator, nothing would distinguish the rest of this file from that of its
   * successor.
   */
  private static boolean continuable(Origin origin, URI url) {
    return origin.url().equals(url) && origin.validator().isPresent();
  }

  private static long complete(Origin origin, long there) throws SourceException {
    if (origin.bytes().isPresent() && origin.bytes().getAsLong() != there) {
      throw new SourceException(
          "the connection was cut after %,d of %,d bytes"
              .formatted(there, origin.bytes().getAsLong()));
    }
    return there;
  }

  /** The whole file, if it is what its publisher says it is. */
  private Path checked(DataFile file, URI url, PartFiles parts, long bytes) throws IOException {
    if (file.bytes().isPresent() && file.bytes().getAsLong() != bytes) {
      throw wrong(
          url, parts, "has %,d bytes instead of %,d".formatted(bytes, file.bytes().getAsLong()));
    }
    Path whole = parts.join();
    if (file.checksum().isPresent()) {
      Checksum expected = file.checksum().get();
      Checksum found = expected.found(FileSystems.of(conf, whole), whole);
      if (!found.equals(expected)) {
        throw wrong(url, parts, "has the %s instead of %s".formatted(found, expected));
      }
    }
    return whole;
  }

  private static UserErrorException wrong(URI url, PartFiles parts, String what)
      throws IOException {
    parts.discard();
    return new UserErrorException(
        "What came from %s %s: it is damaged, or not the published file, and was deleted. Fetch it again, or name a mirror with --from"
            .formatted(url, what));
  }
}
