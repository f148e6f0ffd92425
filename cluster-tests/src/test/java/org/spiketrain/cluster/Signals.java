package org.spiketrain.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

/** POSIX signals. */
final class Signals {
  private Signals() {}

  /**
   * @param name such as {@code STOP}
   */
  static void send(String name, ProcessHandle to) throws IOException, InterruptedException {
    Process kill =
        new ProcessBuilder("kill", "-" + name, Long.toString(to.pid())).inheritIO().start();
    assertThat(kill.waitFor()).isZero();
  }
}
