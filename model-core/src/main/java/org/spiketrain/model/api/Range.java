package org.spiketrain.model.api;

import java.util.Locale;

/**
 * Numbers that a parameter may take.
 *
 * @param low least number
 * @param high largest number
 * @param lowIncluded whether the least itself is allowed
 * @param highIncluded whether the largest itself is allowed
 */
public record Range(double low, double high, boolean lowIncluded, boolean highIncluded) {
  /** All finite numbers. */
  public static Range any() {
    return from(-Double.MAX_VALUE);
  }

  /** Numbers from {@code low} on. */
  public static Range from(double low) {
    return between(low, Double.MAX_VALUE);
  }

  /** Numbers above {@code low}, without it. */
  public static Range above(double low) {
    return new Range(low, Double.MAX_VALUE, false, true);
  }

  /** Numbers from {@code low} to {@code high}, both included. */
  public static Range between(double low, double high) {
    return new Range(low, high, true, true);
  }

  /** Numbers above {@code low}, to {@code high} itself. */
  public static Range aboveTo(double low, double high) {
    return new Range(low, high, false, true);
  }

  /** Numbers from {@code low} to below {@code high}. */
  public static Range halfOpen(double low, double high) {
    return new Range(low, high, true, false);
  }

  /** Returns whether a number lies within the range; NaN does not. */
  public boolean contains(double value) {
    return (lowIncluded ? value >= low : value > low)
        && (highIncluded ? value <= high : value < high);
  }

  /** The range in words: {@code above 0}, {@code from 0 to 1}; empty where all are allowed. */
  @Override
  public String toString() {
    String from =
        low == -Double.MAX_VALUE ? "" : (lowIncluded ? "from " : "above ") + shortest(low) + " ";
    String to = (from.isEmpty() ? "" : "to ") + (highIncluded ? "" : "below ") + shortest(high);
    return high == Double.MAX_VALUE ? from.strip() : from + to;
  }

  /** A number as people write it: {@code 1}, {@code 0.5}. */
  static String shortest(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? String.format(Locale.ROOT, "%.0f", value)
        : Double.toString(value);
  }
}
