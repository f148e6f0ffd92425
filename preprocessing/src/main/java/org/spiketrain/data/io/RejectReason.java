package org.spiketrain.data.io;

/** Reason why a recording was set aside. */
public enum RejectReason {
  LABEL_OUT_OF_RANGE("label out of range"),
  LENGTHS_DIFFER("times and units differ in number"),
  NO_EVENTS("no events"),
  NEGATIVE_TIME("negative time"),
  TIME_NOT_A_NUMBER("time is not a number"),
  TIME_TOO_LATE("time of more than 2147 seconds"),
  TIMES_NOT_ASCENDING("times not ascending"),
  UNIT_OUT_OF_RANGE("unit out of range"),
  DAMAGED("row is damaged");

  private final String text;

  RejectReason(String text) {
    this.text = text;
  }

  /** As lists of rejects and manifests say it. */
  public String text() {
    return text;
  }
}
