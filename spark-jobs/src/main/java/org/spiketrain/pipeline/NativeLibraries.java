package org.spiketrain.pipeline;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What ND4J calls is some hundred megabytes of machine code, which takes a while to load. */
public final class NativeLibraries {
  private static final Logger LOG = LoggerFactory.getLogger(NativeLibraries.class);

  /**
   * Loads both libraries when it is initialised, and needs none of ND4J's other classes for it: two
   * threads that initialise classes which need each other would wait for ever.
   */
  private static final String BINDINGS = "org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu";

  private NativeLibraries() {}

  /** Begins to load them in a thread of its own, while the caller does what needs none of them. */
  public static void loadAside() {
    Thread loading = new Thread(NativeLibraries::load, "native libraries");
    loading.setDaemon(true);
    loading.start();
  }

  private static void load() {
    try {
      Class.forName(BINDINGS);
    } catch (ClassNotFoundException | LinkageError e) {
      // Whoever needs them fails likewise, and says so.
      LOG.debug("Native libraries were not loaded ahead", e);
    }
  }
}
