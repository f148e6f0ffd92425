package org.spiketrain.pipeline;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hadoop.fs.FileSystem;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.config.HadoopSettings;
import org.spiketrain.model.UserErrorException;

/**
 * What takes long to load and is the same whatever is asked for: Hadoop's file systems, and ND4J
 * with some hundred megabytes of machine code. It is loaded in threads of its own, while the
 * arguments and the configuration are read.
 *
 * <p>Two threads that initialise classes which need each other would wait for ever: whoever has
 * begun something uses none of it before {@link #await}, and each thread keeps to one library.
 */
public final class Ahead {
  private static final Logger LOG = LoggerFactory.getLogger(Ahead.class);
  private static final String LOCAL = "file";

  private static final List<Thread> BEGUN = new CopyOnWriteArrayList<>();

  private Ahead() {}

  /** Begins to load what reads and writes files. */
  public static void beginFiles() {
    begin("file systems", () -> FileSystem.getFileSystemClass(LOCAL, HadoopSettings.toRead()));
  }

  /** Begins to load what networks compute with. */
  public static void beginNetworks() {
    begin("networks", () -> Nd4j.createFromArray(0f));
  }

  @FunctionalInterface
  private interface Loading {
    Object load() throws IOException;
  }

  private static void begin(String name, Loading loading) {
    Thread thread = new Thread(() -> load(name, loading), name);
    thread.setDaemon(true);
    BEGUN.add(thread);
    thread.start();
  }

  private static void load(String name, Loading loading) {
    try {
      var unused = loading.load();
    } catch (IOException | RuntimeException | LinkageError e) {
      // Whoever needs them fails likewise, and says so.
      LOG.debug("The {} were not loaded ahead", name, e);
    }
  }

  /** Waits until all that was begun is there; returns at once if nothing was. */
  public static void await() {
    try {
      for (Thread thread : BEGUN) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserErrorException("interrupted while it was loaded what networks need", e);
    }
  }
}
