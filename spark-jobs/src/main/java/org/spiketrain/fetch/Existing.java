package org.spiketrain.fetch;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.fetch.DataSet.DataFile;
import org.spiketrain.fetch.FetchProgress.Fetched;
import org.spiketrain.model.UserErrorException;

/** The files that are there already, and whether they are what they should be. */
record Existing(FileSystem fs, OutputMode mode) {
  /**
   * Looks at all files before the first is fetched, which may take hours.
   *
   * @return those that are there and need not be fetched, by name
   * @throws UserErrorException if one is there that is not the published one, and may not be
   *     replaced
   * @throws IOException if the file system fails
   */
  Map<String, Fetched> of(List<DataFile> files, Path folder) throws IOException {
    Map<String, Fetched> there = new LinkedHashMap<>();
    for (DataFile file : files) {
      Path path = new Path(folder, file.name());
      if (fs.exists(path)) {
        look(file, fs.getFileStatus(path)).ifPresent(found -> there.put(file.name(), found));
      }
    }
    return there;
  }

  private Optional<Fetched> look(DataFile file, FileStatus status) throws IOException {
    if (status.isDirectory()) {
      throw new UserErrorException(
          "%s is a folder: fetch to another one with --output".formatted(status.getPath()));
    }
    Optional<String> difference = difference(file, status);
    if (difference.isEmpty()) {
      return Optional.of(
          new Fetched(
              file.name(), Fetched.Outcome.THERE_ALREADY, status.getLen(), file.checksum()));
    }
    if (mode == OutputMode.REFUSE_EXISTING) {
      throw new UserErrorException(
          "%s is there already, but %s: it is damaged or another file. Replace it with --overwrite, or fetch to another folder with --output"
              .formatted(status.getPath(), difference.get()));
    }
    return Optional.empty();
  }

  /** In what a file differs from the published one, as far as anything is known of that. */
  private Optional<String> difference(DataFile file, FileStatus status) throws IOException {
    OptionalLong bytes = file.bytes();
    if (bytes.isPresent() && bytes.getAsLong() != status.getLen()) {
      return Optional.of(
          "has %,d bytes instead of %,d".formatted(status.getLen(), bytes.getAsLong()));
    }
    if (file.checksum().isPresent()) {
      Checksum expected = file.checksum().get();
      Checksum found = expected.found(fs, status.getPath());
      return found.equals(expected)
          ? Optional.empty()
          : Optional.of("has the %s instead of %s".formatted(found, expected));
    }
    return bytes.isEmpty() && mode == OutputMode.OVERWRITE
        ? Optional.of("nothing tells whether it is the published one")
        : Optional.empty();
  }
}
