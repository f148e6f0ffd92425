package org.spiketrain.model.kernel;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spiketrain.model.kernel.RecurrentKernel.Direction;

/**
 * A number for each time step of each example, equal ones for equal steps, as units see them that
 * read the first channels alone.
 *
 * @param numbers [examples][time steps]
 */
@SuppressWarnings("ArrayRecordComponent")
record NumberedSteps(int[][] numbers) {
  /**
   * @param inputs the examples
   * @param channels number of the first channels, which count
   */
  static NumberedSteps of(List<SparseRows> inputs, int channels) {
    Map<SparseRows.Row, Integer> known = new HashMap<>();
    int[][] numbers = new int[inputs.size()][];
    for (int e = 0; e < numbers.length; e++) {
      SparseRows input = inputs.get(e);
      numbers[e] = new int[input.rows()];
      for (int t = 0; t < input.rows(); t++) {
        Integer number = known.putIfAbsent(new SparseRows.Row(input, t, channels), known.size());
        numbers[e][t] = number == null ? known.size() - 1 : number;
      }
    }
    return new NumberedSteps(numbers);
  }

  /** The numbers of each example in the order in which a unit runs its steps. */
  int[][] inOrder(Direction direction) {
    return Arrays.stream(numbers).map(one -> inOrder(one, direction)).toArray(int[][]::new);
  }

  private static int[] inOrder(int[] one, Direction direction) {
    int[] run = new int[one.length];
    for (int s = 0; s < run.length; s++) {
      run[s] = one[direction.time(s, run.length)];
    }
    return run;
  }
}
