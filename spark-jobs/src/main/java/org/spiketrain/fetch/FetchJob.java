package org.spiketrain.fetch;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.fetch.Checksum.ChecksumList;
import org.spiketrain.fetch.DataSet.DataFile;
import org.spiketrain.fetch.FetchProgress.Fetched;
import org.spiketrain.model.UserErrorException;

/** Fetches the published files of a data set to a folder on any Hadoop file system. */
public record FetchJob(Configuration conf, FetchSettings settings, FetchProgress progress) {
  /**
   * Fetches what is not there. Files that are there as they were published are left alone.
   *
   * @param folder is made if it is not there
   * @throws UserErrorException if a file cannot be fetched, is not what its publisher says, or is
   *     there with other bytes and may not be replaced; files that were fetched before stay, and of
   *     this one what has come, so that the same command goes on
   */
  public void run(DataSet set, Path folder) {
    try (HttpSource source = new HttpSource(settings.patience())) {
      FileSystem fs = FileSystems.of(conf, folder);
      Path place = fs.makeQualified(folder);
      Download download = new Download(conf, source, settings, progress);
      List<DataFile> files = withChecksums(set, download);
      // All of them before the first is fetched, which may take hours.
      Map<String, Fetched> there = new LinkedHashMap<>();
      for (DataFile file : files) {
        existing(fs, file, place).ifPresent(found -> there.put(file.name(), found));
      }
      if (!fs.mkdirs(place)) {
        throw new IOException("the folder was not created");
      }
      for (DataFile file : files) {
        Path target = new Path(place, file.name());
        progress.finished(
            there.containsKey(file.name())
                ? there.get(file.name())
                : download.run(file, set.addressOf(file.name()), target));
        if (file.unpack().isPresent()) {
          new Unpacking(conf, fs, settings.mode(), progress).run(target, file.unpack().get());
        }
      }
    } catch (IOException e) {
      throw new UserErrorException(
          "Cannot write to %s: %s. Name a folder that can be written to with --output"
              .formatted(folder, e.getMessage()),
          e);
    }
  }

  /** The file, if it is there and need not be fetched. */
  private Optional<Fetched> existing(FileSystem fs, DataFile file, Path folder) throws IOException {
    Path path = new Path(folder, file.name());
    if (!fs.exists(path)) {
      return Optional.empty();
    }
    FileStatus status = fs.getFileStatus(path);
    if (status.isDirectory()) {
      throw new UserErrorException(
          "%s is a folder: fetch to another one with --output".formatted(status.getPath()));
    }
    boolean overwrite = settings.mode() == OutputMode.OVERWRITE;
    boolean nothingKnown = file.bytes().isEmpty() && file.checksum().isEmpty();
    Optional<String> difference = file.difference(fs, status);
    if (difference.isEmpty() && !(nothingKnown && overwrite)) {
      return Optional.of(
          new Fetched(
              file.name(), Fetched.Outcome.THERE_ALREADY, status.getLen(), file.checksum()));
    }
    if (!overwrite) {
      throw new UserErrorException(
          "%s is there already, but %s: it is damaged or another file. Replace it with --overwrite, or fetch to another folder with --output"
              .formatted(status.getPath(), difference.orElseThrow()));
    }
    return Optional.empty();
  }

  /** The files with the checksums of the publisher's list, where the catalogue gives none. */
  private static List<DataFile> withChecksums(DataSet set, Download download) throws IOException {
    if (set.checksums().isEmpty()
        || set.files().stream().allMatch(file -> file.checksum().isPresent())) {
      return set.files();
    }
    URI url = set.addressOf(set.checksums().get());
    ChecksumList list = new ChecksumList(url.toString(), download.text(url));
    return set.files().stream()
        .map(file -> file.checksum().isPresent() ? file : file.with(list.of(file.name())))
        .toList();
  }

  /**
   * Settings of a fetch.
   *
   * @param retries how often a file is tried again, 0 or more
   * @param firstWait wait before the first retry; each further one is twice as long, up to a minute
   * @param patience for how long nothing may come before a connection is given up
   * @param mode what becomes of a file that is there with other bytes than the published ones
   */
  public record FetchSettings(
      int retries, Duration firstWait, Duration patience, OutputMode mode) {}
}
