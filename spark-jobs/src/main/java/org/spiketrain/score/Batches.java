package org.spiketrain.score;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Texts that come one by one, some at a time. */
final class Batches {
  /** A batch that has so much is full, however few its texts: other columns may hold anything. */
  static final long MOST_SIZE = 1L << 22;

  private Batches() {}

  /** Batches of at most so many, each when it is asked for. */
  static Stream<List<RawText>> of(Iterator<RawText> all, int most) {
    return Stream.iterate(next(all, most), batch -> !batch.isEmpty(), batch -> next(all, most));
  }

  /** What becomes of all of them, batch by batch. */
  static <R> Iterator<R> flatMap(
      Iterator<RawText> all, int most, Function<List<RawText>, Stream<R>> function) {
    return of(all, most).flatMap(function).iterator();
  }

  private static List<RawText> next(Iterator<RawText> all, int most) {
    List<RawText> batch = new ArrayList<>();
    long size = 0;
    while (batch.size() < most && size < MOST_SIZE && all.hasNext()) {
      RawText text = all.next();
      batch.add(text);
      size += text.size();
    }
    return batch;
  }
}
