package org.spiketrain.data.io;

import java.util.function.Supplier;
import org.spiketrain.model.Causes;

/**
 * Names the output in an error of a full disk, of which Spark names none where it has not yet begun
 * a file.
 */
public final class OutputNaming {
  private OutputNaming() {}

  /**
   * Writes something by Spark.
   *
   * @param output what is written, as a message names it
   * @throws IllegalStateException around what Spark throws of a full disk
   */
  public static void write(String output, Runnable write) {
    written(
        output,
        () -> {
          write.run();
          return output;
        });
  }

  /** The same for what gives something back. */
  static <T> T written(String output, Supplier<T> write) {
    try {
      return write.get();
    } catch (Exception e) { // Scala declares none of what Spark throws.
      if (Causes.of(e).any(FileSystems::isFull)) {
        throw new IllegalStateException("Writing all of " + output + " failed", e);
      }
      throw e;
    }
  }
}
