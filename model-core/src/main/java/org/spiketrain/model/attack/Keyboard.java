package org.spiketrain.model.attack;

import java.util.Locale;

/** Neighbouring keys on an English keyboard. */
final class Keyboard {
  private static final String[] ROWS = {"qwertyuiop", "asdfghjkl", "zxcvbnm"};

  private Keyboard() {}

  /**
   * The letters on the keys around a letter's own: to its sides, above and below.
   *
   * @return in the letter's own case; empty if it is none of a to z
   */
  static String around(int letter) {
    int lower = Character.toLowerCase(letter);
    for (int row = 0; row < ROWS.length; row++) {
      int column = ROWS[row].indexOf(lower);
      if (column >= 0) {
        // Each row stands half a key to the right of the one above.
        String around =
            key(row, column - 1)
                + key(row, column + 1)
                + key(row - 1, column)
                + key(row - 1, column + 1)
                + key(row + 1, column - 1)
                + key(row + 1, column);
        return letter == lower ? around : around.toUpperCase(Locale.ROOT);
      }
    }
    return "";
  }

  private static String key(int row, int column) {
    boolean there = row >= 0 && row < ROWS.length && column >= 0 && column < ROWS[row].length();
    return there ? ROWS[row].substring(column, column + 1) : "";
  }
}
