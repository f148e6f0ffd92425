package org.spiketrain.data.text;

import java.io.Serializable;
import org.spiketrain.model.api.SpikeEncoder;
import org.spiketrain.model.encode.LatencyCoding;
import org.spiketrain.model.encode.RateCoding;

/**
 * Settings by which sentences become frames.
 *
 * @param tokens how they become words
 * @param maxWords words after which a sentence is cut (key {@code data.text.max-words})
 * @param minimumCount how often, at least 1, a word must occur to be in the vocabulary (key {@code
 *     data.text.minimum-count})
 * @param vocabularyLimit most words of the vocabulary, the frequent ones first; 0 for no limit (key
 *     {@code data.text.vocabulary-limit})
 * @param vocabulary whose words these are (key {@code data.text.vocabulary})
 * @param vectors where their vectors come from
 * @param frames what is stored (key {@code data.text.frames})
 * @param coding how rates become spikes (key {@code data.text.coding})
 * @param timeSteps time steps of the spikes (key {@code data.text.time-steps})
 * @param latencyThreshold lowest rate that spikes with {@link Coding#LATENCY} (key {@code
 *     data.text.latency-threshold})
 */
public record TextEncoding(
    TokenSettings tokens,
    int maxWords,
    int minimumCount,
    int vocabularyLimit,
    Words vocabulary,
    VectorSettings vectors,
    Stored frames,
    Coding coding,
    int timeSteps,
    double latencyThreshold)
    implements Serializable {

  /** Whose words the vocabulary has. */
  public enum Words {
    /** Those of the train split. */
    TRAIN,
    /** Those of all splits, which are known where their vectors come from elsewhere. */
    CORPUS
  }

  /** Form in which a sentence is stored. */
  public enum Stored {
    /** Its words; their rates lie beside, and spikes are drawn of them as they are needed. */
    RATES,
    /** The spikes themselves, [time steps][words x dimensions]. */
    SPIKES
  }

  /** Encoding of rates into spikes. */
  public enum Coding {
    RATE,
    LATENCY
  }

  /**
   * The coding.
   *
   * @param seed seed of what it draws
   */
  public SpikeEncoder coding(long seed) {
    return switch (coding) {
      case RATE -> new RateCoding(seed);
      case LATENCY -> new LatencyCoding(latencyThreshold);
    };
  }
}
