package org.spiketrain.data;

/**
 * Range of the numbers that a key takes.
 *
 * @param low least number
 * @param lowIn whether the least number itself is allowed
 * @param high greatest number
 * @param highIn whether the greatest number itself is allowed
 */
public record Range(double low, boolean lowIn, double high, boolean highIn) {
  /** All numbers. */
  public static final Range ALL =
      new Range(Double.NEGATIVE_INFINITY, false, Double.POSITIVE_INFINITY, false);

  /** Numbers above 0. */
  public static final Range POSITIVE = new Range(0, false, Double.POSITIVE_INFINITY, false);

  /** Numbers from 0 to below 1. */
  public static final Range BELOW_ONE = new Range(0, true, 1, false);

  /** Numbers above 0, to 1. */
  public static final Range UP_TO_ONE = new Range(0, false, 1, true);

  /** Numbers from {@code low} on. */
  public static Range from(double low) {
    return new Range(low, true, Double.POSITIVE_INFINITY, false);
  }

  /** Numbers from {@code low} to {@code high}, both included. */
  public static Range fromTo(double low, double high) {
    return new Range(low, true, high, true);
  }

  /** Returns whether a number lies within the range. */
  public boolean contains(double value) {
    return (lowIn ? value >= low : value > low) && (highIn ? value <= high : value < high);
  }

  /** The range as a message says it after "a number" or "a whole number". */
  @Override
  public String toString() {
    if (low == Double.NEGATIVE_INFINITY) {
      return "";
    }
    if (high == Double.POSITIVE_INFINITY) {
      return (lowIn ? " from " : " above ") + plain(low);
    }
    if (lowIn && highIn) {
      return " from " + plain(low) + " to " + plain(high);
    }
    return " in " + (lowIn ? "[" : "(") + plain(low) + ", " + plain(high) + (highIn ? "]" : ")");
  }

  private static String plain(double bound) {
    return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
  }
}
