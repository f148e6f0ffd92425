package org.spiketrain.score;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** What comes one by one, some at a time. */
final class Batches {
  private Batches() {}

  /** Batches of at most so many, each when it is asked for. */
  static <T> Stream<List<T>> of(Iterator<T> all, int most) {
    return Stream.iterate(next(all, most), batch -> !batch.isEmpty(), batch -> next(all, most));
  }

  /** What becomes of all of them, batch by batch. */
  static <T, R> Iterator<R> flatMap(
      Iterator<T> all, int most, Function<List<T>, Stream<R>> function) {
    return of(all, most).flatMap(function).iterator();
  }

  private static <T> List<T> next(Iterator<T> all, int most) {
    List<T> batch = new ArrayList<>();
    while (batch.size() < most && all.hasNext()) {
      batch.add(all.next());
    }
    return batch;
  }
}
