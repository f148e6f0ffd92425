package org.spiketrain.model.kernel;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * Threads that go through one kernel call together, the calling thread among them, with a barrier
 * to meet at. Work is assigned by position, never by who is free, so that who does what is the same
 * in every run.
 */
final class ThreadTeam {
  /** The calling thread by itself. */
  static final ThreadTeam ALONE = new ThreadTeam(1);

  private static final int SPINS = 20_000;
  private static final long NAP_NANOSECONDS = 20_000;

  private static final ExecutorService HELPERS =
      Executors.newCachedThreadPool(
          work -> {
            Thread helper = new Thread(work, "sequence-kernel");
            helper.setDaemon(true);
            return helper;
          });

  private final int size;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private volatile int meeting;

  ThreadTeam(int size) {
    this.size = size;
  }

  int size() {
    return size;
  }

  /**
   * Runs {@code work} once a member, with the member's position, and returns when all are done.
   * What a member throws ends the others at their next {@link #await} and is thrown here.
   */
  void run(IntConsumer work) {
    if (size == 1) {
      work.accept(0);
      return;
    }
    waiting.set(0);
    failure.set(null);
    CountDownLatch running = new CountDownLatch(size - 1);
    for (int m = 1; m < size; m++) {
      int member = m;
      HELPERS.execute(
          () -> {
            guarded(work, member);
            running.countDown();
          });
    }
    guarded(work, 0);
    awaitAll(running);
    rethrow();
  }

  private void guarded(IntConsumer work, int member) {
    try {
      work.accept(member);
    } catch (Throwable e) {
      failure.compareAndSet(null, e);
    }
  }

  /** The helpers read and write the caller's memory: it cannot leave before they have. */
  private static void awaitAll(CountDownLatch running) {
    boolean interrupted = false;
    while (running.getCount() > 0) {
      try {
        running.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void rethrow() {
    Throwable thrown = failure.get();
    if (thrown instanceof RuntimeException e) {
      throw e;
    }
    if (thrown instanceof Error e) {
      throw e;
    }
  }

  /**
   * Waits until all members have come here. Spins at first, since a time step is too short to sleep
   * in; naps when that lasts, since the others may have no core.
   *
   * @throws CancellationException if another member has failed
   */
  void await() {
    if (size == 1) {
      return;
    }
    int now = meeting;
    if (waiting.incrementAndGet() == size) {
      waiting.set(0);
      meeting = now + 1;
      return;
    }
    int spins = 0;
    while (meeting == now) {
      if (failure.get() != null) {
        throw new CancellationException("Another thread of this kernel call has failed");
      }
      if (spins++ < SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.parkNanos(NAP_NANOSECONDS);
      }
    }
  }
}
