package org.spiketrain.data.text;

import java.io.Serializable;
import org.spiketrain.data.Corpus;
import org.spiketrain.model.api.SpikeEncoder;

/**
 * A corpus of sentences. Its vocabulary and the rates of its words lie in the {@link WordTable}.
 *
 * @param files which files were read
 * @param encoding how sentences became frames
 * @param split how they were dealt out
 * @param words what the vocabulary is
 * @param sentences what the sentences are
 */
public record TextCorpus(
    TextFiles files,
    TextEncoding encoding,
    TextSplit split,
    VocabularyFacts words,
    SentenceFacts sentences)
    implements Corpus {

  /**
   * A vocabulary with its vectors.
   *
   * @param count number of words, with the unknown one
   * @param dimensions numbers of a vector
   * @param vectors where the vectors came from: a full path, or empty where they were trained
   * @param fingerprint SHA-256 over words and rates, in hexadecimal
   * @param withoutVector words that had no vector
   * @param repeated words that came again in the file of vectors, of which the first was taken
   * @param mean mean of every number of the vectors, which the positive embedding subtracts
   * @param deviation their standard deviation, by which it divides
   */
  public record VocabularyFacts(
      int count,
      int dimensions,
      String vectors,
      String fingerprint,
      long withoutVector,
      long repeated,
      double mean,
      double deviation) {}

  /**
   * The sentences that became examples.
   *
   * @param tokens their words, each time they occur
   * @param knownTokens those of them that are in the vocabulary
   * @param truncated sentences that were cut after {@code maxWords} words
   * @param longest words of the longest one
   */
  public record SentenceFacts(long tokens, long knownTokens, long truncated, long longest)
      implements Serializable {
    /** Share of the words that are in the vocabulary, in [0, 1]. */
    public double coverage() {
      return tokens == 0 ? 0 : (double) knownTokens / tokens;
    }
  }

  /** How the rates of its words become spikes. */
  public SpikeEncoder coding() {
    return encoding.coding(split.seed());
  }
}
