package org.spiketrain.cluster;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waiting is polling with a limit. */
final class Waiting {
  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final long EACH_MILLIS = 50;

  private Waiting() {}

  /**
   * @param what is waited for, as the failure tells it
   */
  static void until(String what, Callable<Boolean> holds) throws Exception {
    long begin = System.nanoTime();
    while (!holds.call()) {
      if (System.nanoTime() - begin > LIMIT.toNanos()) {
        fail("Waited in vain until " + what);
      }
      Thread.sleep(EACH_MILLIS);
    }
  }
}
