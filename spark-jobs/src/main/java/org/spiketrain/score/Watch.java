package org.spiketrain.score;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks again and again while something goes on. */
final class Watch implements AutoCloseable {
  private final ScheduledExecutorService looking;

  Watch(Runnable look, int millis) {
    looking =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "score progress");
              thread.setDaemon(true);
              return thread;
            });
    var unused = looking.scheduleAtFixedRate(look, millis, millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    looking.shutdownNow();
  }
}
