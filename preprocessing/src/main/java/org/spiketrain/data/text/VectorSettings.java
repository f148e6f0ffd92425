package org.spiketrain.data.text;

import java.io.Serializable;

/**
 * Source of word vectors.
 *
 * @param path file of vectors, empty where they are trained (key {@code data.text.vectors})
 * @param format how it is written (key {@code data.text.vectors-format})
 * @param missing what becomes of words without a vector (key {@code data.text.missing-vectors})
 * @param dimensions numbers of a vector that is trained (key {@code data.text.dimensions})
 * @param epochs passes of that training (key {@code data.text.vector-epochs})
 */
public record VectorSettings(
    String path, Format format, Missing missing, int dimensions, int epochs)
    implements Serializable {

  /** Format of a file of vectors. */
  public enum Format {
    /**
     * GloVe's and word2vec's text: a line is a word and its numbers with spaces between; a first
     * line of two whole numbers, as word2vec has it, counts vectors and numbers.
     */
    TEXT,
    /** word2vec's binary form: the same first line, then words, each followed by its floats. */
    WORD2VEC_BINARY,
    /** No file: every word has a random vector. */
    RANDOM
  }

  /** Treatment of words without a vector. */
  public enum Missing {
    /** They are the unknown word. */
    UNKNOWN,
    /** Each has a random vector, uniform with the others' variance. */
    RANDOM
  }

  /** Vectors of a file, of which words that it has not are left out. */
  public static VectorSettings ofFile(String path, Format format) {
    return new VectorSettings(path, format, Missing.UNKNOWN, 0, 0);
  }

  /** Returns whether the vectors are trained on the corpus itself. */
  public boolean trained() {
    return path.isEmpty() && format != Format.RANDOM;
  }

  /** Returns whether vectors are read from a file. */
  public boolean read() {
    return !trained() && format != Format.RANDOM;
  }
}
