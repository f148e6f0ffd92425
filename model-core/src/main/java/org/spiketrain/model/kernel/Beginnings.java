package org.spiketrain.model.kernel;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.spiketrain.model.kernel.RecurrentKernel.Direction;

/**
 * Examples in an order in which those follow on each other that begin alike, as a unit sees them.
 *
 * @param order numbers of the examples
 * @param shared for each place in that order, and one behind the last, how many of its first steps
 *     are those of the place before
 */
@SuppressWarnings("ArrayRecordComponent")
record Beginnings(int[] order, int[] shared) {
  /**
   * What a unit sees.
   *
   * @param direction whether the first step or the last is its beginning
   * @param channels number of the first channels, which are all that it reads
   */
  record View(Direction direction, int channels) {}

  static Beginnings of(NumberedSteps seen, Direction direction) {
    int[][] steps = seen.inOrder(direction);
    int[] order =
        IntStream.range(0, steps.length)
            .boxed()
            .sorted(Comparator.comparing(e -> steps[e], Arrays::compare))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] shared = new int[order.length + 1];
    for (int k = 1; k < order.length; k++) {
      shared[k] = sharedSteps(steps[order[k - 1]], steps[order[k]]);
    }
    return new Beginnings(order, shared);
  }

  private static int sharedSteps(int[] one, int[] other) {
    int differs = Arrays.mismatch(one, other);
    return differs < 0 ? one.length : differs;
  }

  int example(int place) {
    return order[place];
  }

  int shared(int place) {
    return shared[place];
  }
}
