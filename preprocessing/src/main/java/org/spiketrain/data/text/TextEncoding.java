package org.spiketrain.data.text;

import java.io.Serializable;
import java.util.Map;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.EncoderProvider;
import org.spiketrain.model.api.Factory;
import org.spiketrain.model.api.Spec;
import org.spiketrain.model.api.SpikeEncoder;

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
 * @param ngrams which n-grams of words have channels beside the words'
 * @param vectors where their vectors come from
 * @param frames what is stored (key {@code data.text.frames})
 * @param coding how rates become spikes: a {@link SpikeEncoder}'s specification, which may leave
 *     out what {@link #encoder} adds (key {@code data.text.coding})
 * @param timeSteps time steps of the spikes (key {@code data.text.time-steps})
 * @param latencyThreshold lowest rate that spikes with {@code latency} (key {@code
 *     data.text.latency-threshold})
 */
public record TextEncoding(
    Tokenizer tokens,
    int maxWords,
    int minimumCount,
    int vocabularyLimit,
    Words vocabulary,
    WordNgrams.Settings ngrams,
    VectorSettings vectors,
    Stored frames,
    String coding,
    int timeSteps,
    double latencyThreshold)
    implements Serializable {
  private static final String LATENCY = "latency";

  /**
   * Takes the specification in one form; former manifests have the names in capitals, and no
   * n-grams.
   */
  public TextEncoding {
    ngrams = ngrams == null ? WordNgrams.Settings.NONE : ngrams;
    coding = Spec.parse(coding).toString();
  }

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

  /**
   * The encoder that the coding names.
   *
   * @param seed seed of what it draws
   * @throws UserErrorException if no jar brings it, or its parameters are not as declared
   */
  public SpikeEncoder encoder(long seed) {
    return encoder(coding, seed, latencyThreshold);
  }

  /** Adds what a specification leaves out of a parameter {@code seed} and latency's threshold. */
  static SpikeEncoder encoder(String coding, long seed, double latencyThreshold) {
    Map<String, ?> common =
        Spec.parse(coding).name().equals(LATENCY)
            ? Map.of("threshold", latencyThreshold)
            : Map.of(EncoderProvider.SEED.name(), seed);
    return Factory.make(SpikeEncoder.REGISTRY, coding, common);
  }
}
