package org.spiketrain.model.kernel;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.spiketrain.model.kernel.RecurrentKernel.Direction;

/**
 * Examples in an order in which those follow on each other that begin alike, as a unit sees them
 * that runs forward or backward.
 *
 * @param order numbers of the examples
 * @param shared for each place in that order, and one behind the last, how many of its first steps
 *     are those of the place before
 */
@SuppressWarnings("ArrayRecordComponent")
record Beginnings(int[] order, int[] shared) {
  static Beginnings of(List<SparseRows> inputs, Direction direction) {
    Comparator<Integer> bySteps =
        (a, b) -> {
          SparseRows one = inputs.get(a);
          SparseRows other = inputs.get(b);
          int same = sharedSteps(one, other, direction);
          return same == Math.min(one.rows(), other.rows())
              ? Integer.compare(one.rows(), other.rows())
              : compare(one, other, direction, same);
        };
    int[] order =
        IntStream.range(0, inputs.size())
            .boxed()
            .sorted(bySteps)
            .mapToInt(Integer::intValue)
            .toArray();
    int[] shared = new int[order.length + 1];
    for (int k = 1; k < order.length; k++) {
      shared[k] = sharedSteps(inputs.get(order[k - 1]), inputs.get(order[k]), direction);
    }
    return new Beginnings(order, shared);
  }

  private static int sharedSteps(SparseRows one, SparseRows other, Direction direction) {
    int least = Math.min(one.rows(), other.rows());
    int steps = 0;
    while (steps < least && compare(one, other, direction, steps) == 0) {
      steps++;
    }
    return steps;
  }

  private static int compare(SparseRows one, SparseRows other, Direction direction, int step) {
    return one.compareRow(
        direction.time(step, one.rows()), other, direction.time(step, other.rows()));
  }

  int example(int place) {
    return order[place];
  }

  int shared(int place) {
    return shared[place];
  }
}
