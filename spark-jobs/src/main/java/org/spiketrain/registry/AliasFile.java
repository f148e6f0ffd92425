package org.spiketrain.registry;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the file of an alias says.
 *
 * @param version that it names
 * @param before the versions to which it can be rolled back, the next one last
 * @param moves what has become of it, the last one last
 */
record AliasFile(int version, List<Integer> before, List<AliasMove> moves) {
  private static final int KEPT = 100;

  AliasFile {
    before = last(before);
    moves = last(moves);
  }

  static AliasFile first(int version, String reason) {
    return new AliasFile(version, List.of(), List.of(move(version, reason)));
  }

  AliasFile to(int next, String reason) {
    return new AliasFile(next, with(before, version), with(moves, move(next, reason)));
  }

  /** The version that it named before; none if it never named another. */
  OptionalInt previous() {
    return before.isEmpty() ? OptionalInt.empty() : OptionalInt.of(before.get(before.size() - 1));
  }

  AliasFile back(String reason) {
    int last = before.size() - 1;
    int previous = before.get(last);
    return new AliasFile(previous, before.subList(0, last), with(moves, move(previous, reason)));
  }

  /** All numbers that are spoken of. */
  IntStream numbers() {
    return Stream.of(Stream.of(version), before.stream(), moves.stream().map(AliasMove::version))
        .flatMap(numbers -> numbers)
        .mapToInt(Integer::intValue);
  }

  private static AliasMove move(int version, String reason) {
    return new AliasMove(version, Instant.now().truncatedTo(ChronoUnit.MILLIS), reason);
  }

  private static <T> List<T> with(List<T> list, T added) {
    List<T> longer = new ArrayList<>(list);
    longer.add(added);
    return longer;
  }

  private static <T> List<T> last(List<T> list) {
    return List.copyOf(list.subList(Math.max(0, list.size() - KEPT), list.size()));
  }
}
