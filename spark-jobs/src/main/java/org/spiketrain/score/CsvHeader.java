package org.spiketrain.score;

/** Whether the first line of a CSV file names the columns. */
public enum CsvHeader {
  /** It does if one of its fields is what {@link LineColumn} calls it, whatever the case. */
  DETECT,
  /** It does. */
  PRESENT,
  /** It does not: the first line is data. */
  ABSENT
}
