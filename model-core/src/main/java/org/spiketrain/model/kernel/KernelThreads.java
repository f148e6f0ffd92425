package org.spiketrain.model.kernel;

import java.util.function.IntConsumer;

/**
 * Number of threads that a kernel call may use. Each calling thread has its own number, 1 unless it
 * was set: a Spark task sets what {@code spark.task.cpus} gives it. Results do not depend on it.
 */
public final class KernelThreads {
  private static final ThreadLocal<ThreadTeam> TEAM =
      ThreadLocal.withInitial(() -> new ThreadTeam(1));

  private KernelThreads() {}

  /**
   * Lets kernel calls of the calling thread use {@code threads} threads, itself among them.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public static void use(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("A kernel needs at least one thread, but got " + threads);
    }
    TEAM.set(new ThreadTeam(threads));
  }

  /** The number that kernel calls of the calling thread use. */
  public static int count() {
    return TEAM.get().size();
  }

  /**
   * Distributes independent pieces of work over the calling thread's threads.
   *
   * @param pieces how many
   * @param work gets the number of a piece, from 0; each number once
   */
  public static void forEach(int pieces, IntConsumer work) {
    ThreadTeam team = pieces < 2 ? ThreadTeam.ALONE : team();
    team.run(
        member -> {
          for (int piece = member; piece < pieces; piece += team.size()) {
            work.accept(piece);
          }
        });
  }

  static ThreadTeam team() {
    return TEAM.get();
  }
}
