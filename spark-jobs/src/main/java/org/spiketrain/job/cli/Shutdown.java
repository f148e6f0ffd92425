package org.spiketrain.job.cli;

/** Whether this program is being ended from outside, as by Ctrl-C. */
final class Shutdown {
  private Shutdown() {}

  /** Whether it is: then Spark stops at once, and whatever runs on it fails. */
  static boolean hasBegun() {
    Thread probe = new Thread(() -> {});
    try {
      // The JVM tells nobody, but takes no hooks any more.
      Runtime.getRuntime().addShutdownHook(probe);
      return !Runtime.getRuntime().removeShutdownHook(probe);
    } catch (IllegalStateException e) {
      return true;
    }
  }
}
