package org.spiketrain.data.names;

import java.io.Serializable;

/**
 * One line of a language's file. Blank lines between names are lines too; those after the last name
 * are not.
 *
 * @param number from 1
 * @param text as it stands in the file, without its end and without a byte order mark
 */
record NameLine(int label, String file, int number, String text) implements Serializable {
  /** Position of the line, such as {@code Russian.txt:17}. */
  String source() {
    return file + ":" + number;
  }
}
