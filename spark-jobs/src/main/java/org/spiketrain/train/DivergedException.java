package org.spiketrain.train;

import org.spiketrain.model.UserErrorException;

/** A training whose loss or parameters are no numbers any more; shorter steps may help. */
public final class DivergedException extends UserErrorException {
  private static final long serialVersionUID = 1L;

  DivergedException(String message) {
    super(message);
  }
}
