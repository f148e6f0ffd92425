package org.spiketrain.sweep;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Pieces of work for several threads, given out in their order. What several pieces need, the first
 * of them makes: while it does, the others wait and later pieces that need nothing of it go before.
 *
 * @param <T> a piece of work, which is itself and no other by {@code equals}
 */
public final class SharedWork<T> {
  private final List<T> waiting;
  private final Function<T, Set<?>> needs;
  private final Set<Object> made = new HashSet<>();
  private final Map<Object, T> making = new HashMap<>();
  private int running;
  private boolean stopped;

  /** Takes the pieces, in their order, and what each needs that others may need too. */
  public SharedWork(Collection<T> pieces, Function<T, Set<?>> needs) {
    this.waiting = new ArrayList<>(pieces);
    this.needs = needs;
  }

  /**
   * Gives out a piece, with all that it needs and that is not there yet to make; waits while others
   * are making what the remaining ones need. Empty when all is done or stopped.
   */
  public synchronized Optional<T> next() throws InterruptedException {
    while (!stopped && (!waiting.isEmpty() || running > 0)) {
      for (T piece : waiting) {
        if (needs.apply(piece).stream().noneMatch(making::containsKey)) {
          waiting.remove(piece);
          running++;
          needs.apply(piece).stream()
              .filter(need -> !made.contains(need))
              .forEach(need -> making.put(need, piece));
          return Optional.of(piece);
        }
      }
      wait();
    }
    return Optional.empty();
  }

  /** Says that something is there now which several need. */
  public synchronized void made(Object need) {
    made.add(need);
    making.remove(need);
    notifyAll();
  }

  /** Says that a piece is over. What it has not made of its needs, another will make. */
  public synchronized void ended(T piece) {
    running--;
    making.values().removeIf(piece::equals);
    notifyAll();
  }

  /** Gives a piece that is over out again, after all others. */
  public synchronized void again(T piece) {
    waiting.add(piece);
    ended(piece);
  }

  /** Gives nothing out any more, also to those that wait. */
  public synchronized void stop() {
    stopped = true;
    notifyAll();
  }
}
