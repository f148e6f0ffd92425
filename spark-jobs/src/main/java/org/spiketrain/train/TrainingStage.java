package org.spiketrain.train;

import java.util.Arrays;
import java.util.Map;
import org.spiketrain.model.array.NativeFloats;
import org.spiketrain.model.zoo.TrainedModel;

/** Stage of a run that a training is. */
public sealed interface TrainingStage {
  /** Describes what training starts from instead of random weights; empty if nothing. */
  default String beginning() {
    return "";
  }

  /**
   * Returns whether the driver itself computes by kernels to begin, whose digits differ by kind.
   */
  default boolean computesOnDriver() {
    return false;
  }

  /** Returns whether what training starts from may be the best there is. */
  default boolean isCandidate() {
    return !beginning().isEmpty();
  }

  /**
   * Returns what a configuration calls a setting of this part.
   *
   * @param key what it calls it where a network is trained whole
   */
  default String key(String key) {
    return key;
  }

  /**
   * Of nothing: a network is trained from random parameters.
   *
   * @param initialRate mean firing rate that its neurons are brought to first, in (0, 1); 0 to
   *     leave them as they are
   */
  record Whole(double initialRate) implements TrainingStage {
    @Override
    public String beginning() {
      return initialRate == 0 ? "" : "rates of %s".formatted(initialRate);
    }

    @Override
    public boolean computesOnDriver() {
      return initialRate > 0;
    }

    @Override
    public boolean isCandidate() {
      return false;
    }
  }

  /**
   * The ANN of sentences, which reads rates in one time step.
   *
   * @param keys what a configuration calls its settings, by what it calls them where a network is
   *     trained whole; those that are called the same are left out
   */
  record Artificial(Map<String, String> keys) implements TrainingStage {
    @Override
    public String key(String key) {
      return keys.getOrDefault(key, key);
    }
  }

  /** The spiking network that begins as the trained ANN, converted by this normalisation. */
  record FineTuning(TrainedModel artificial, RangeSource normalisation) implements TrainingStage {
    @Override
    public String beginning() {
      return "%s of %08x".formatted(normalisation, digest(artificial));
    }

    @Override
    public boolean computesOnDriver() {
      return true;
    }
  }

  /** Of a network that is trained already, and goes on from its parameters. */
  record Continued(TrainedModel trained) implements TrainingStage {
    @Override
    public String beginning() {
      return "parameters %08x".formatted(digest(trained));
    }
  }

  private static int digest(TrainedModel model) {
    return Arrays.hashCode(NativeFloats.copy(model.network().params()));
  }

  /**
   * Source of the ranges by which activations of an ANN become firing rates.
   *
   * @param by source of their ranges
   * @param quantile fraction of the sentences whose largest activation is within its range, in (0,
   *     1]; where the source is data
   */
  public record RangeSource(By by, double quantile) {
    public enum By {
      /** Training sentences. */
      DATA,
      /** The weights alone, as bounds. */
      WEIGHTS,
      /** Nothing: weights go over as they are. */
      NONE
    }
  }
}
