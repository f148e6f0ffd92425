package org.spiketrain.model.kernel;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  static Beginnings of(List<SparseRows> inputs, View view) {
    int[][] steps = numbered(inputs, view);
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

  /**
   * A number for each step of each example, in the order that the unit runs; equal steps share it.
   */
  private static int[][] numbered(List<SparseRows> inputs, View view) {
    Map<SparseRows.Row, Integer> numbers = new HashMap<>();
    int[][] steps = new int[inputs.size()][];
    for (int e = 0; e < steps.length; e++) {
      SparseRows input = inputs.get(e);
      steps[e] = new int[input.rows()];
      for (int s = 0; s < input.rows(); s++) {
        int t = view.direction().time(s, input.rows());
        Integer known =
            numbers.putIfAbsent(new SparseRows.Row(input, t, view.channels()), numbers.size());
        steps[e][s] = known == null ? numbers.size() - 1 : known;
      }
    }
    return steps;
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
