package org.spiketrain.model.api;

/** An entry of a {@link Registry}: something that settings choose by its name. */
public interface Named {
  /** Name in lower case with hyphens, such as {@code fast-sigmoid}; unique within its registry. */
  String name();
}
