package org.spiketrain.registry;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.zoo.TrainedModel;

/** Writes the folder of a version, which appears whole or not at all. */
record VersionWriter(Configuration conf, VersionDraft draft) {
  /**
   * Makes the folder.
   *
   * @throws UserErrorException if it is there already, or what it is made of cannot be read
   */
  VersionFacts write(Path folder) {
    try (AtomicOutput output = AtomicOutput.directory(conf, folder, OutputMode.REFUSE_EXISTING)) {
      VersionFacts facts = fill(output.staging());
      output.commit();
      return facts;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write to " + folder, e);
    }
  }

  private VersionFacts fill(Path staging) throws IOException {
    FileSystem fs = FileSystems.of(conf, staging);
    for (Map.Entry<String, Path> one : draft.copied().entrySet()) {
      copy(one.getValue(), fs, below(staging, one.getKey()));
    }
    for (Map.Entry<String, byte[]> one : draft.written().entrySet()) {
      FileSystems.write(fs, below(staging, one.getKey()), false, out -> out.write(one.getValue()));
    }
    VersionFacts facts = copyModel(fs, new Path(staging, ModelVersion.MODEL_FILE));
    FileSystems.write(
        fs,
        new Path(staging, VersionDraft.FACTS_FILE),
        false,
        out -> out.write(RegistryJson.write(facts)));
    return facts;
  }

  private VersionFacts copyModel(FileSystem fs, Path target) throws IOException {
    try (InputStream in = open(draft.modelFile())) {
      if (!TrainedModel.beginsLikeOne(in)) {
        throw new UserErrorException(
            "%s is no model of Spiketrain: name the model.zip of a run"
                .formatted(draft.modelFile()));
      }
    }
    MessageDigest digest = sha256();
    try (InputStream in = open(draft.modelFile())) {
      FileSystems.write(
          fs, target, false, out -> in.transferTo(new DigestOutputStream(out, digest)));
    }
    return new VersionFacts(
        draft.key(),
        Instant.now().truncatedTo(ChronoUnit.MILLIS),
        HexFormat.of().formatHex(digest.digest()),
        fs.getFileStatus(target).getLen(),
        draft.tags(),
        draft.metrics());
  }

  private void copy(Path from, FileSystem fs, Path to) throws IOException {
    FileSystem source = FileSystems.of(conf, from);
    if (status(source, from).isDirectory()) {
      for (FileStatus one : source.listStatus(from)) {
        copy(one.getPath(), fs, FileSystems.child(to, one.getPath().getName()));
      }
      return;
    }
    try (InputStream in = open(from)) {
      FileSystems.write(fs, to, false, in::transferTo);
    }
  }

  private InputStream open(Path file) throws IOException {
    try {
      return FileSystems.open(conf, file);
    } catch (FileNotFoundException e) {
      throw missing(file, e);
    }
  }

  private static FileStatus status(FileSystem fs, Path path) throws IOException {
    try {
      return fs.getFileStatus(path);
    } catch (FileNotFoundException e) {
      throw missing(path, e);
    }
  }

  private static UserErrorException missing(Path path, FileNotFoundException cause) {
    return new UserErrorException(
        "There is no %s to make a version of: name what a run has left".formatted(path), cause);
  }

  private static Path below(Path folder, String path) {
    Path at = folder;
    for (String name : path.split("/", -1)) {
      at = FileSystems.child(at, name);
    }
    return at;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Java without SHA-256", e);
    }
  }
}
