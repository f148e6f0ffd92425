package org.spiketrain.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.fetch.FetchProgress.Fetched;

/** Lays files of an archive beside it, each whole or not at all. */
record Unpacking(Configuration conf, FileSystem fs, OutputMode mode, FetchProgress progress) {
  /**
   * Unpacks; nothing is written if the archive is damaged or any file is in the way.
   *
   * @param wanted as in {@link Archive#files}
   * @throws UserErrorException if the archive cannot be used, or a file with other bytes is there
   * @throws IOException if the file system fails
   */
  void run(Path archive, String wanted) throws IOException {
    Map<String, byte[]> files = new Archive(fs, archive).files(wanted);
    Map<String, Fetched.Outcome> outcomes = new TreeMap<>();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path target = new Path(archive.getParent(), file.getKey());
      outcomes.put(file.getKey(), outcome(target, file.getValue()));
    }
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Fetched.Outcome outcome = outcomes.get(file.getKey());
      byte[] bytes = file.getValue();
      if (outcome == Fetched.Outcome.UNPACKED) {
        AtomicOutput.writeFile(conf, new Path(archive.getParent(), file.getKey()), bytes, mode);
      }
      progress.finished(new Fetched(file.getKey(), outcome, bytes.length, Optional.empty()));
    }
  }

  private Fetched.Outcome outcome(Path target, byte[] bytes) throws IOException {
    if (!fs.exists(target)) {
      return Fetched.Outcome.UNPACKED;
    }
    if (hasBytes(target, bytes)) {
      return Fetched.Outcome.THERE_ALREADY;
    }
    if (mode == OutputMode.REFUSE_EXISTING) {
      throw new UserErrorException(
          "%s is there already and is not the published one: replace it with --overwrite, or fetch to another folder with --output"
              .formatted(target));
    }
    return Fetched.Outcome.UNPACKED;
  }

  private boolean hasBytes(Path file, byte[] bytes) throws IOException {
    if (fs.getFileStatus(file).isDirectory()) {
      return false;
    }
    try (InputStream in = fs.open(file)) {
      return Arrays.equals(in.readNBytes(bytes.length + 1), bytes);
    }
  }
}
