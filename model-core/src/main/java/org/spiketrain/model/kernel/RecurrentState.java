package org.spiketrain.model.kernel;

import java.util.Arrays;

/** State of a recurrent cell between two steps, or the gradient by it. */
public final class RecurrentState {
  /** All zero. */
  public static final RecurrentState ZERO = new RecurrentState(new float[0], new float[0]);

  private final float[] hidden;
  private final float[] cell;

  /**
   * @param hidden [batch, hidden] row-major; empty where all is zero
   * @param cell [batch, hidden] row-major; empty where all is zero or the cell has none
   */
  public RecurrentState(float[] hidden, float[] cell) {
    this.hidden = hidden;
    this.cell = cell;
  }

  /** Output of the last step, [batch, hidden] row-major; empty where all is zero. */
  public float[] hidden() {
    return hidden;
  }

  /** Cell state, [batch, hidden] row-major; empty where all is zero or the cell has none. */
  public float[] cell() {
    return cell;
  }

  /** Copies one row, or zeros where the matrix is empty. */
  static void loadRow(float[] matrix, int row, float[] target) {
    if (matrix.length == 0) {
      Arrays.fill(target, 0f);
    } else {
      System.arraycopy(matrix, row * target.length, target, 0, target.length);
    }
  }
}
