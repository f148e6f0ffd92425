package org.spiketrain.model.kernel;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Threads that go through one kernel call together, the calling thread among them, with a barrier
 * to meet at. Work is assigned by position, never by who is free, so that who does what is the same
 * in every run; results do not depend on the number of threads. What is shared out from within a
 * call is done by the thread that asks.
 *
 * <p>Each calling thread has its own number, 1 unless it was set: a Spark task sets what {@code
 * spark.task.cpus} gives it.
 */
public final class KernelThreads {
  static final KernelThreads ALONE = new KernelThreads(1);

  private static final int SPINS = 2_000;
  private static final int YIELDS = 20_000;
  private static final long NAP_NANOSECONDS = 20_000;

  private static final ThreadLocal<KernelThreads> TEAM = ThreadLocal.withInitial(() -> ALONE);

  private final int size;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private volatile int meeting;

  private KernelThreads(int size) {
    this.size = size;
  }

  /** Neighbouring pieces of work, from one to before another. */
  @FunctionalInterface
  public interface Part {
    /** Works on the pieces {@code from} to {@code to}, without the last. */
    void work(int from, int to);
  }

  /** Whether neighbouring pieces of work may be done by themselves. */
  @FunctionalInterface
  interface Separable {
    boolean test(int from, int to);
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

    /** The share of a thread where the first does all. */
    Share alone() {
      return member == 0 ? ALL : new Share(1, 0);
    }

    /** Cuts pieces into a part a thread, at multiples of {@code unit}, and does this thread's. */
    void cut(int pieces, int unit, Part part) {
      cut(pieces, unit, (from, to) -> true, part);
    }

    /** The same, where the first does all unless each part is separable. */
    void cut(int pieces, int unit, Separable separable, Part part) {
      boolean all = members < 2;
      for (int k = 0; k < members && !all; k++) {
        all = !separable.test(border(k, pieces, unit), border(k + 1, pieces, unit));
      }
      int from = all ? 0 : border(member, pieces, unit);
      int to = all ? (member == 0 ? pieces : 0) : border(member + 1, pieces, unit);
      if (from < to) {
        part.work(from, to);
      }
    }

    private int border(int part, int pieces, int unit) {
      long units = (pieces + unit - 1L) / unit;
      return (int) Math.min(pieces, units * part / members * unit);
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

  /**
   * Distributes pieces of work that are independent of each other, and of how they are put
   * together, as one part a thread; by the calling thread alone where they are fewer than {@code
   * least}.
   */
  public static void forEachPart(int pieces, int least, Part part) {
    KernelThreads team = pieces < least ? ALONE : team();
    team.run(share -> share.cut(pieces, 1, part));
  }

  static KernelThreads team() {
    return TEAM.get();
  }

  int size() {
    return size;
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
    AtomicInteger running = new AtomicInteger(size - 1);
    Thread caller = Thread.currentThread();
    for (int h = 1; h < size; h++) {
      int member = h;
      KernelHelper.start(
          () -> runGuarded(work, member),
          () -> {
            if (running.decrementAndGet() == 0) {
              LockSupport.unpark(caller);
            }
          });
    }
    TEAM.set(ALONE);
    try {
      runGuarded(work, 0);
    } finally {
      TEAM.set(this);
    }
    // Interrupted or not: the helpers read and write the caller's memory until they are done.
    waitFor(() -> running.get() == 0);
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
   * Waits until all members have come here.
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
    waitFor(
        () -> {
          if (meeting == now && failure.get() != null) {
            throw new CancellationException("Another thread of this kernel call has failed");
          }
          return meeting != now;
        });
  }

  /**
   * Spins at first, since a time step is too short to sleep in; then lets others have the core, on
   * which one of those may be that are waited for; and naps when that lasts.
   */
  @SuppressWarnings("ThreadPriorityCheck") // Nothing but time depends on the scheduler.
  private static void waitFor(BooleanSupplier done) {
    for (int tries = 0; !done.getAsBoolean(); tries++) {
      if (tries < SPINS) {
        Thread.onSpinWait();
      } else if (tries < YIELDS) {
        Thread.yield();
      } else {
        LockSupport.parkNanos(NAP_NANOSECONDS);
      }
    }
  }
}
