package org.spiketrain.model.compress;

import java.io.Serializable;

/**
 * A difference of parameters as it travels; what it means only the {@link DeltaCompressor} says
 * that made it, or one like it.
 */
public final class CompressedDelta implements Serializable {
  private static final long serialVersionUID = 1L;

  private final byte[] bytes;

  CompressedDelta(byte[] bytes) {
    this.bytes = bytes;
  }

  byte[] bytes() {
    return bytes;
  }

  /** Its size in bytes. */
  public int size() {
    return bytes.length;
  }
}
