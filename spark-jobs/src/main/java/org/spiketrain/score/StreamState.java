package org.spiketrain.score;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.model.UserErrorException;

/** What a stream has to know when it is started again, in its checkpoint folder beside Spark's. */
record StreamState(Configuration conf, Path folder) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Marks a folder as the output of a stream. */
  static final String OUTPUT_MARKER = "_stream.json";

  /** Spark goes back no further than a hundred micro-batches. */
  private static final long KEPT = 1000;

  /**
   * A stream as it was begun.
   *
   * @param id tells it from others that write into the same folder or table
   * @param format of the source
   * @param schema of its rows as JSON
   */
  record Stream(String id, String format, String schema) {}

  private Path stream() {
    return new Path(folder, "stream.json");
  }

  private Path version(long batch) {
    return new Path(new Path(folder, "versions"), batch + ".json");
  }

  Optional<Stream> begun() {
    return read(stream(), Stream.class);
  }

  void begin(Stream stream) {
    write(stream(), stream);
  }

  /**
   * Marks the output as that of a stream.
   *
   * @throws UserErrorException if it is of another one, or of something else
   */
  void claim(Path output, Stream stream) {
    Path marker = new Path(output, OUTPUT_MARKER);
    Optional<Stream> there = read(marker, Stream.class);
    if (there.isPresent()) {
      if (!there.get().id().equals(stream.id())) {
        throw new UserErrorException(
            "%s is the output of another stream than %s is the checkpoint of, whose micro-batches have the same numbers: name the checkpoint that belongs to it, or another output"
                .formatted(output, folder));
      }
      return;
    }
    try {
      FileSystem fs = FileSystems.of(conf, output);
      if (fs.exists(output) && fs.listStatus(output).length > 0) {
        throw new UserErrorException(
            "Output %s exists already and was not written by score-stream: name another output"
                .formatted(output));
      }
      fs.mkdirs(output);
    } catch (IOException e) {
      throw failed(output, e);
    }
    write(marker, stream);
  }

  /** The version that a micro-batch is scored by, if that was decided. */
  Optional<VersionedModels.Version> versionOf(long batch) {
    return read(version(batch), VersionedModels.Version.class);
  }

  /** Decides by which version a micro-batch is scored, for good. */
  void decide(long batch, VersionedModels.Version version) {
    write(version(batch), version);
    FileSystems.delete(conf, version(batch - KEPT));
  }

  private <T> Optional<T> read(Path file, Class<T> type) {
    try {
      byte[] bytes = FileSystems.readWhole(FileSystems.of(conf, file), file);
      return Optional.of(JSON.readValue(bytes, type));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  private void write(Path file, Object value) {
    try {
      AtomicOutput.writeFile(conf, file, JSON.writeValueAsBytes(value), OutputMode.REFUSE_EXISTING);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain records", e);
    }
  }

  private static UserErrorException failed(Path path, IOException e) {
    return new UserErrorException(
        "%s cannot be read or written: %s. Name a folder that can".formatted(path, e.getMessage()),
        e);
  }
}
