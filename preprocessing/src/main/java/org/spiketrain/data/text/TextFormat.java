package org.spiketrain.data.text;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.Serializable;

/**
 * Format of files of labelled sentences.
 *
 * @param layout what stands where
 * @param charset name of the charset, one that writes ASCII as ASCII does
 * @param header whether the first row of a table names its columns
 * @param labelColumn column of a table that holds the labels: its name where there is a header,
 *     else its number, from 1
 * @param textColumn column of a table that holds the text, likewise
 * @param groupColumn column of a table, likewise, whose values say which rows belong together and
 *     must come into the same split; empty for none
 * @param phrases what becomes of the phrases of a tree
 */
public record TextFormat(
    Layout layout,
    String charset,
    boolean header,
    String labelColumn,
    String textColumn,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String groupColumn,
    Phrases phrases)
    implements Serializable {
  public TextFormat {
    // Frames of earlier versions do not say.
    groupColumn = groupColumn == null ? "" : groupColumn;
  }

  /** A format without groups. */
  public TextFormat(
      Layout layout,
      String charset,
      boolean header,
      String labelColumn,
      String textColumn,
      Phrases phrases) {
    this(layout, charset, header, labelColumn, textColumn, "", phrases);
  }

  /** Layout of a file. */
  public enum Layout {
    /** One sentence a line, one class a file. */
    POLARITY_FILES,
    /** A line is a label, a space and a sentence. */
    LABELLED_LINES,
    /** A line is a tree in brackets, {@code (3 (2 good) (2 film))}, each node with its label. */
    TREES,
    /** Columns with tabs between them; a quotation mark is a character like any other. */
    TSV,
    /** Columns with commas between them, in quotation marks where they hold one (RFC 4180). */
    CSV
  }

  /** Treatment of the phrases of a tree, each of which has a label. */
  public enum Phrases {
    /** The sentence alone is an example. */
    LEAVE_OUT,
    /** Every phrase, the sentence among them, is an example. */
    TAKE
  }

  /** The same with whole sentences only. */
  public TextFormat withoutPhrases() {
    return new TextFormat(
        layout, charset, header, labelColumn, textColumn, groupColumn, Phrases.LEAVE_OUT);
  }
}
