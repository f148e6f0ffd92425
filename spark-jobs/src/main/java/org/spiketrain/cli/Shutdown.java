package org.spiketrain.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;

/** Recognises that this program is being ended from outside, as by Ctrl-C. */
final class Shutdown {
  private Shutdown() {}

  /**
   * Lets nothing but this program's own messages through: a Spark that is stopped at work logs and
   * prints traces of all that it breaks off.
   */
  static void quieten() {
    Configurator.setAllLevels(LogManager.ROOT_LOGGER_NAME, Level.OFF);
    System.setErr(
        new PrintStream(OutputStream.nullOutputStream(), false, Charset.defaultCharset()));
  }

  /** Returns whether it is being ended: then Spark stops at once, and whatever runs on it fails. */
  static boolean hasBegun() {
    Thread probe = new Thread(() -> {});
    try {
      // The JVM reports it to nobody, but takes no hooks any more.
      Runtime.getRuntime().addShutdownHook(probe);
      return !Runtime.getRuntime().removeShutdownHook(probe);
    } catch (IllegalStateException e) {
      return true;
    }
  }
}
