package org.spiketrain.model.kernel;

import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Threads that go through one kernel call together, the calling thread among them, with a barrier
 * to meet at. Work is assigned by position, never by who is free, so that who does what is the same
 * in every run; results do not depend on the number of threads.
 *
 * <p>Each calling thread has its own number, 1 unless it was set: a Spark task sets what {@code
 * spark.task.cpus} gives it.
 */
public final class KernelThreads {
  static final KernelThreads ALONE = new KernelThreads(1);

  private static final int SPINS = 20_000;
  private static final long NAP_NANOSECONDS = 20_000;

  private static final ThreadLocal<KernelThreads> TEAM = ThreadLocal.withInitial(() -> ALONE);

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

  private KernelThreads(int size) {
    this.size = size;
  }

  /**
   * One thread's part of numbered pieces of work: each {@code members}-th from {@code member} on.
   */
  record Share(int member, int members) {
    static final Share ALL = new Share(0, 1);

    boolean has(int piece) {
      return piece % members == member;
    }

    void forEach(int pieces, IntConsumer work) {
      for (int piece = member; piece < pieces; piece += members) {
        work.accept(piece);
      }
    }
  }

  /**
   * Lets kernel calls of the calling thread use {@code threads} threads, itself among them.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public static void use(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("A kernel needs at least one thread, but got " + threads);
    }
    TEAM.set(new KernelThreads(threads));
  }

  /** The number that kernel calls of the calling thread use. */
  public static int count() {
    return team().size;
  }

  /** Distributes independent pieces of work, numbered from 0, over the calling thread's threads. */
  public static void forEach(int pieces, IntConsumer work) {
    KernelThreads team = pieces < 2 ? ALONE : team();
    team.run(share -> share.forEach(pieces, work));
  }

  static KernelThreads team() {
    return TEAM.get();
  }

  /**
   * Runs {@code work} once a member, with the member's share, and returns when all are done. What a
   * member throws ends the others at their next {@link #await} and is thrown here.
   */
  void run(Consumer<Share> work) {
    if (size == 1) {
      work.accept(Share.ALL);
      return;
    }
    waiting.set(0);
    failure.set(null);
    CompletableFuture<?>[] helpers = new CompletableFuture<?>[size - 1];
    Arrays.setAll(helpers, h -> CompletableFuture.runAsync(() -> runGuarded(work, h + 1), HELPERS));
    runGuarded(work, 0);
    // Interrupted or not: the helpers read and write the caller's memory until they are done.
    CompletableFuture.allOf(helpers).join();
    if (failure.get() instanceof RuntimeException e) {
      throw e;
    }
    if (failure.get() instanceof Error e) {
      throw e;
    }
  }

  private void runGuarded(Consumer<Share> work, int member) {
    try {
      work.accept(new Share(member, size));
    } catch (Throwable e) {
      failure.compareAndSet(null, e);
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
