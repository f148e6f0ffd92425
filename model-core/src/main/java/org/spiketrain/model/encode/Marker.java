package org.spiketrain.model.encode;

import java.util.Arrays;

/**
 * The symbols that are no letters, in channel order. Control characters stand for them in n-grams:
 * JSON writes these as escapes, and no alphabet needs them.
 */
enum Marker {
  /** The name begins here. */
  BEGIN(0x02),
  /** The name ends here. */
  END(0x03),
  /** The name goes on here: letters before this were taken away. */
  CUT(0x1A);

  private final int symbol;

  Marker(int symbol) {
    this.symbol = symbol;
  }

  /** The code point that stands for it. */
  int symbol() {
    return symbol;
  }

  /** The code point that stands for it, as text. */
  String text() {
    return Character.toString(symbol);
  }

  static boolean isMarker(int symbol) {
    return Arrays.stream(values()).anyMatch(marker -> marker.symbol == symbol);
  }
}
