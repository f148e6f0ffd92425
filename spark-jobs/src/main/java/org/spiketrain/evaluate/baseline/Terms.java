package org.spiketrain.evaluate.baseline;

import java.io.Serializable;
import java.util.List;

/** Cuts texts into the terms that a model knows them by. */
@FunctionalInterface
interface Terms extends Serializable {
  /** The terms of a text, repeated ones repeated. */
  List<String> of(String text);
}
