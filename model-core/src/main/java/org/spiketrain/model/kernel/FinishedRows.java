package org.spiketrain.model.kernel;

import java.util.Collections;
import java.util.List;
import org.spiketrain.model.kernel.RecurrentKernel.Direction;

/**
 * Rows whose gradients are complete when the backward pass has gone through a window, from the last
 * to the first, and that no window before has multiplied. Products are made of chunks that the
 * shape alone decides, in one order: their sums do not depend on how many windows there are. A
 * chunk on the border of two windows waits for the other one; its rows are carried there.
 */
final class FinishedRows {
  private final SequenceShape shape;
  private final List<TimeWindow> windows;
  private final boolean descending;
  private final int chunk;

  /**
   * @param windows in running order
   * @param chunk rows of a chunk at most, which divides those of the windows
   */
  FinishedRows(SequenceShape shape, Direction direction, List<TimeWindow> windows, int chunk) {
    this.shape = shape;
    this.windows = windows;
    this.descending = direction == Direction.FORWARD;
    this.chunk = chunk;
  }

  /** Chunks to multiply behind a window, in the order of their sums. */
  List<RowChunk> chunks(int window) {
    int before = border(window + 1);
    int now = border(window);
    List<RowChunk> chunks;
    if (shape.hasPadding()) {
      chunks = shape.chunks(windows.get(window).from(), windows.get(window).to(), chunk);
    } else {
      chunks = shape.chunksOfRows(Math.min(before, now), Math.max(before, now), chunk);
    }
    if (descending) {
      Collections.reverse(chunks);
    }
    return chunks;
  }

  /** Returns whether nothing was multiplied before a window. */
  boolean isFirst(int window) {
    return border(window + 1) == border(windows.size());
  }

  /** First of the rows that are complete behind a window and wait for the next one. */
  int carriedFrom(int window) {
    return descending ? ownBorder(window) : border(window);
  }

  /** The row behind the last of them. */
  int carriedTo(int window) {
    return descending ? border(window) : ownBorder(window);
  }

  /** Where the window itself ends, in the direction of the backward pass. */
  private int ownBorder(int window) {
    TimeWindow own = windows.get(window);
    return shape.firstRow(descending ? own.from() : own.to());
  }

  /** The row up to which, from the end where the backward pass begins, products are made. */
  private int border(int window) {
    if (window == windows.size()) {
      return descending ? shape.rows() : 0;
    }
    int own = ownBorder(window);
    if (shape.hasPadding() || window == 0) {
      return own;
    }
    return descending
        ? Math.min(shape.rows(), TimeWindow.up(own, chunk))
        : TimeWindow.down(own, chunk);
  }
}
