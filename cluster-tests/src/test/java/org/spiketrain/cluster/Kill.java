package org.spiketrain.cluster;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A process that is killed in the middle of a training.
 *
 * @param rounds that the training gets on before, since the kill before this one
 * @param millis that pass then
 */
record Kill(Victim victim, int rounds, int millis) {
  enum Victim {
    EXECUTOR,
    WORKER,
    DRIVER
  }

  /** Of so many kills one is a driver's, and one a worker's. */
  private static final int ONE_OF = 10;

  private static final int MOST_ROUNDS = 7;
  private static final int MOST_MILLIS_INTO_A_ROUND = 400;

  /** So that what was killed before may be killed again before it does anything. */
  private static final int MOST_MILLIS_INTO_A_RECOVERY = 4_000;

  /**
   * So many kills in a random order, at random moments: a few rounds after the one before, or while
   * the training still recovers from that.
   */
  static List<Kill> random(int count, Random random) {
    List<Victim> victims = new ArrayList<>(Collections.nCopies(count, Victim.EXECUTOR));
    int each = (count + ONE_OF - 1) / ONE_OF;
    for (int k = 0; k < count && k < 2 * each; k++) {
      victims.set(k, k % 2 == 0 ? Victim.DRIVER : Victim.WORKER);
    }
    Collections.shuffle(victims, random);
    return victims.stream().map(victim -> after(victim, random)).toList();
  }

  private static Kill after(Victim victim, Random random) {
    int rounds = random.nextInt(MOST_ROUNDS + 1);
    int most = rounds == 0 ? MOST_MILLIS_INTO_A_RECOVERY : MOST_MILLIS_INTO_A_ROUND;
    return new Kill(victim, rounds, random.nextInt(most));
  }
}
