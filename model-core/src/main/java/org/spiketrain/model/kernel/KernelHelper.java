package org.spiketrain.model.kernel;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread that takes part in kernel calls of others. Between two of them it spins for a moment,
 * since a training step makes many and to wake a thread takes as long as a small one; then it
 * sleeps, and ends when nobody has wanted it for a minute.
 */
final class KernelHelper extends Thread {
  private static final long SPIN_NANOSECONDS = 100_000;
  private static final long IDLE_NANOSECONDS = 60_000_000_000L;

  /** Those that have nothing to do, the last to become so, which may still be awake, first. */
  private static final ConcurrentLinkedDeque<KernelHelper> IDLE = new ConcurrentLinkedDeque<>();

  private volatile Work work;

  /** What to do, and how to tell that it is done and the helper free again. */
  private record Work(Runnable task, Runnable done) {}

  private KernelHelper() {
    super("sequence-kernel");
    setDaemon(true);
  }

  /** Has some helper do a task, and then say that it is done; neither throws anything. */
  static void start(Runnable task, Runnable done) {
    Work work = new Work(task, done);
    KernelHelper helper = IDLE.pollFirst();
    if (helper == null) {
      helper = new KernelHelper();
      helper.work = work;
      helper.start();
    } else {
      helper.work = work;
      LockSupport.unpark(helper);
    }
  }

  @Override
  public void run() {
    while (work != null || isWanted()) {
      Work next = work;
      work = null;
      next.task.run();
      IDLE.addFirst(this);
      next.done.run();
    }
  }

  /** Waits for work; returns whether some came. */
  private boolean isWanted() {
    long since = System.nanoTime();
    while (work == null) {
      long idle = System.nanoTime() - since;
      if (idle < SPIN_NANOSECONDS) {
        Thread.onSpinWait();
      } else if (idle < IDLE_NANOSECONDS) {
        LockSupport.parkNanos(this, IDLE_NANOSECONDS - idle);
      } else if (IDLE.remove(this)) {
        return false;
      }
    }
    return true;
  }
}
