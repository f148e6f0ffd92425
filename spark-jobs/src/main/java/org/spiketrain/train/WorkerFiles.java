package org.spiketrain.train;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.zoo.ArchiveEntries;
import org.spiketrain.train.WorkerRound.Kept;

/**
 * What workers have kept at a checkpoint, a file of each, which executors write and read: {@code
 * round-0000000012.workers/worker-00003.zip}.
 */
record WorkerFiles(SerializableConfiguration serializable, String folder) implements Serializable {
  WorkerFiles(Configuration conf, Path folder) {
    this(new SerializableConfiguration(conf), folder.toString());
  }

  private Configuration conf() {
    return serializable.value();
  }

  private Path file(int worker) {
    return new Path(folder, String.format(Locale.ROOT, "worker-%05d.zip", worker));
  }

  /** Deletes what a killed driver has left there. */
  void clear() {
    FileSystems.delete(conf(), new Path(folder));
  }

  /** A second attempt writes the same bytes. */
  void write(WorkerRound round) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setLevel(Deflater.NO_COMPRESSION);
      Kept kept = round.kept();
      Checkpoints.put(zip, "updater-state", Checkpoints.toBytes(kept.updaterState().values()));
      Checkpoints.put(zip, "residual", Checkpoints.toBytes(kept.residual().values()));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot pack what a worker keeps", e);
    }
    AtomicOutput.writeFile(conf(), file(round.worker()), bytes.toByteArray(), OutputMode.OVERWRITE);
  }

  /**
   * Refuses a folder in which the driver does not see the files of so many workers.
   *
   * @throws UserErrorException naming the first that is missing
   */
  void check(int workers) {
    for (int worker = 0; worker < workers; worker++) {
      if (!FileSystems.exists(conf(), file(worker))) {
        throw Checkpoints.damaged(
            new Path(folder), new FileNotFoundException(file(worker).getName() + " is missing"));
      }
    }
  }

  /**
   * Reads what a worker has kept.
   *
   * @throws UserErrorException if the file is not there or damaged
   */
  Kept read(int worker) {
    Path file = file(worker);
    try {
      Map<String, byte[]> entries =
          ArchiveEntries.read(FileSystems.readWhole(FileSystems.of(conf(), file), file));
      FloatVector nothing = Kept.NOTHING.parameters();
      return new Kept(floats(entries, "updater-state"), floats(entries, "residual"), nothing);
    } catch (IOException | RuntimeException e) {
      throw Checkpoints.damaged(file, e);
    }
  }

  private static FloatVector floats(Map<String, byte[]> entries, String name) throws IOException {
    return new FloatVector(Checkpoints.toFloats(Checkpoints.entry(entries, name)));
  }
}
