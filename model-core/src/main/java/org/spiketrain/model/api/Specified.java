package org.spiketrain.model.api;

import org.nd4j.shade.jackson.annotation.JsonValue;

/**
 * A plugged-in thing that goes into model files by its specification, the text that its registry
 * reads: {@code erf(2.0)}. So no class is ever loaded by a name from a file.
 */
public interface Specified {
  /** The specification; read back, it makes an equal thing. {@link Spec} writes it. */
  @JsonValue
  String spec();
}
