package org.spiketrain.model.metrics;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;
import org.spiketrain.model.UserErrorException;

/**
 * Mean of the losses of many examples, or of their weights. The sum is exact, so that it is the
 * same however the examples are spread over tasks and in whatever order those end.
 */
public final class MeanLoss implements Serializable {
  private static final long serialVersionUID = 1L;

  private BigDecimal sum = BigDecimal.ZERO;
  private long examples;

  /**
   * Adds the loss of one example.
   *
   * @return this mean
   * @throws UserErrorException if it is infinite or not a number: the network has diverged
   */
  public MeanLoss add(double loss) {
    if (!Double.isFinite(loss)) {
      throw new UserErrorException(
          "The network has diverged: its loss of an example is %s. Train it anew with a lower training.updater.learning-rate"
              .formatted(loss));
    }
    sum = sum.add(new BigDecimal(loss));
    examples++;
    return this;
  }

  /** Adds the losses of another mean to this one, and returns this one. */
  public MeanLoss merge(MeanLoss other) {
    sum = sum.add(other.sum);
    examples += other.examples;
    return this;
  }

  /** How many there were. */
  public long examples() {
    return examples;
  }

  /** The mean over the examples, rounded once; NaN if there were none. */
  public double value() {
    return examples == 0
        ? Double.NaN
        : sum.divide(BigDecimal.valueOf(examples), MathContext.DECIMAL128).doubleValue();
  }
}
