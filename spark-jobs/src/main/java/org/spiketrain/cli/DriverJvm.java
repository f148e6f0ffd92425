package org.spiketrain.cli;

/** What DL4J and ND4J read from system properties when they are first used. */
final class DriverJvm {
  private DriverJvm() {}

  /** Sets what the user has not set. */
  static void applyDefaults() {
    // DL4J would ask an NTP server for the time.
    setIfMissing(
        "org.deeplearning4j.spark.time.TimeSource",
        "org.deeplearning4j.spark.time.SystemClockTimeSource");
    // JavaCPP would count the files that Spark has mapped, and refuse to allocate.
    setIfMissing("org.bytedeco.javacpp.maxphysicalbytes", "0");
    // Pictures are drawn on machines without a screen.
    setIfMissing("java.awt.headless", "true");
  }

  private static void setIfMissing(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
