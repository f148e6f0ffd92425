package org.spiketrain.data.table;

import java.io.Serializable;
import java.math.BigDecimal;

/**
 * Weight of a row, 0 or a normal float, and why it cannot be used, empty if it can.
 *
 * @param value 1 where it cannot
 */
public record RowWeight(float value, String fault) implements Serializable {
  /** Weight of the rows of a table that has none. */
  public static final RowWeight NONE = new RowWeight(1f, "");

  /** The number that a text is, which is empty where there is none. */
  public static RowWeight of(String text) {
    String digits = text.strip();
    if (digits.isEmpty()) {
      return unusable("no weight");
    }
    try {
      BigDecimal exact = new BigDecimal(digits);
      float value = exact.floatValue();
      if (exact.signum() < 0) {
        return unusable("weight below 0");
      }
      boolean fits = exact.signum() == 0 || (value >= Float.MIN_NORMAL && Float.isFinite(value));
      return fits
          ? new RowWeight(value, "")
          : unusable("weight neither 0 nor from 1.2e-38 to 3.4e38");
    } catch (NumberFormatException e) {
      return unusable("weight that is no finite number");
    }
  }

  private static RowWeight unusable(String fault) {
    return new RowWeight(1f, fault);
  }
}
