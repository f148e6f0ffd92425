package org.spiketrain.train;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.OutputLease;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.zoo.ArchiveEntries;
import org.spiketrain.train.WorkerRound.Kept;

/**
 * What workers have kept at a checkpoint, a file of each, which executors write and read: {@code
 * round-0000000012.workers/worker-00003.zip}.
 */
record WorkerFiles(SerializableConfiguration serializable, String checkpoint)
    implements Serializable {
  static final String ENDING = ".workers";

  /**
   * @param checkpoint file of the state that they belong to
   */
  WorkerFiles(Configuration conf, Path checkpoint) {
    this(new SerializableConfiguration(conf), checkpoint.toString());
  }

  /** The folder of them beside a checkpoint's file. */
  static Path beside(Path checkpoint) {
    return new Path(checkpoint.getParent(), checkpoint.getName().replace(".zip", ENDING));
  }

  private Configuration conf() {
    return serializable.value();
  }

  private Path file(int worker) {
    return new Path(
        beside(new Path(checkpoint)), String.format(Locale.ROOT, "worker-%05d.zip", worker));
  }

  /**
   * Refuses to write where another run writes by now: executors cannot know.
   *
   * @throws UserErrorException if the lease of the output is lost
   */
  void requireLease() {
    OutputLease.requireKept(conf(), new Path(checkpoint));
  }

  /** A second attempt writes the same bytes, as a driver did that was killed before. */
  void write(WorkerRound round) {
    AtomicOutput.writeFile(
        conf(), file(round.worker()), out -> pack(round.kept(), out), OutputMode.OVERWRITE);
  }

  private static void pack(Kept kept, OutputStream out) throws IOException {
    try (FloatArchive archive = new FloatArchive(out)) {
      archive.put("updater-state", kept.updaterState().values());
      archive.put("residual", kept.residual().values());
    }
  }

  /**
   * Refuses a folder in which the driver does not see the files of so many workers.
   *
   * @throws UserErrorException naming the first that is missing
   */
  void check(int workers) {
    for (int worker = 0; worker < workers; worker++) {
      if (!FileSystems.exists(conf(), file(worker))) {
        throw damaged(new FileNotFoundException(file(worker).getName() + " is missing"));
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
      throw damaged(e);
    }
  }

  /** Without it, the rest of the checkpoint is worth nothing. */
  private UserErrorException damaged(Exception cause) {
    return Checkpoints.damaged(new Path(checkpoint), cause);
  }

  private static FloatVector floats(Map<String, byte[]> entries, String name) throws IOException {
    return new FloatVector(Checkpoints.toFloats(Checkpoints.entry(entries, name)));
  }
}
