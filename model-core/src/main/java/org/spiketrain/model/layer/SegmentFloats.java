package org.spiketrain.model.layer;

/**
 * What a layer saves off the heap where segments of a sequence are run again.
 *
 * @param perStep those of its training floats that are kept for the steps of one segment alone
 * @param perBorder kept for each example and segment instead
 */
public record SegmentFloats(long perStep, long perBorder) {
  /** Of a layer that runs nothing again. */
  public static final SegmentFloats NONE = new SegmentFloats(0, 0);

  SegmentFloats plus(SegmentFloats other) {
    return new SegmentFloats(perStep + other.perStep, perBorder + other.perBorder);
  }
}
