package org.spiketrain.data;

import java.io.Serializable;
import java.util.Optional;

/**
 * Makes frames of examples as they lie in files to be scored, as the frames were made that a model
 * was trained on. A {@link LineEncoder} or a {@link RecordingEncoder}.
 */
public interface ExampleEncoder extends Serializable {
  /** Channels of the frames that it makes. */
  int channels();

  /** Itself, if examples are lines of text. */
  default Optional<LineEncoder> lines() {
    return Optional.empty();
  }

  /** Itself, if examples are recordings in files of their own format. */
  default Optional<RecordingEncoder> recordings() {
    return Optional.empty();
  }
}
