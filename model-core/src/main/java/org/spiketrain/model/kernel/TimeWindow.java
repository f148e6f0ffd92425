package org.spiketrain.model.kernel;

import java.util.ArrayList;
import java.util.List;
import org.spiketrain.model.kernel.RecurrentKernel.Direction;

/**
 * Neighbouring time steps of which a kernel keeps data at a time.
 *
 * @param begin first step in running order
 * @param end step behind the last in running order
 * @param from earliest time step
 * @param to time step behind the latest
 * @param firstRow first active row that there is room for
 * @param endRow active row behind the last that there is room for
 */
record TimeWindow(int begin, int end, int from, int to, int firstRow, int endRow) {
  /**
   * Cuts a sequence into windows of so many steps, in running order: at least one, if empty.
   *
   * @param chunk rows of the chunks that products are made of, which must lie in a window whole for
   *     their results to have the bits that they have elsewhere; 1 where that does not matter
   */
  static List<TimeWindow> cut(SequenceShape shape, Direction direction, int steps, int chunk) {
    List<TimeWindow> windows = new ArrayList<>();
    int all = shape.timeSteps();
    // With padding each step is a chunk of its own.
    int unit = shape.hasPadding() ? 1 : chunk;
    if (all == 0) {
      windows.add(new TimeWindow(0, 0, 0, 0, 0, 0));
    }
    for (int begin = 0; begin < all; begin += steps) {
      int end = Math.min(all, begin + steps);
      int from = Math.min(direction.time(begin, all), direction.time(end - 1, all));
      int to = from + end - begin;
      int firstRow = down(shape.firstRow(from), unit);
      int endRow = Math.min(shape.rows(), up(shape.firstRow(to), unit));
      windows.add(new TimeWindow(begin, end, from, to, firstRow, endRow));
    }
    return windows;
  }

  /** Steps of each of so many windows but the last, at least 1. */
  static int steps(int timeSteps, int windows) {
    return (int) Math.max(1, (timeSteps + windows - 1L) / windows);
  }

  /** The multiple of a unit at or below a number of rows. */
  static int down(int rows, int unit) {
    return rows / unit * unit;
  }

  /** The multiple of a unit at or above a number of rows. */
  static int up(int rows, int unit) {
    return down(rows + unit - 1, unit);
  }

  /** Rows that there is room for. */
  int rows() {
    return endRow - firstRow;
  }
}
