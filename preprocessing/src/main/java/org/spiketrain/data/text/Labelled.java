package org.spiketrain.data.text;

/**
 * Content of a row of a file.
 *
 * @param label the label
 * @param text the sentence
 * @param fault why the row cannot be used, empty if it can
 */
record Labelled(String label, String text, String fault) {
  static Labelled of(String label, String text) {
    return new Labelled(label, text, "");
  }

  static Labelled bad(String text, String fault) {
    return new Labelled("", text, fault);
  }
}
