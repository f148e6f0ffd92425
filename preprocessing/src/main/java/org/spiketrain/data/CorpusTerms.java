package org.spiketrain.data;

import java.io.Serializable;

/**
 * Words for the things of a corpus, without the s that makes several of them.
 *
 * @param example one example, such as {@code name}
 * @param label one class, such as {@code language}
 * @param line what of a file holds an example of the corpus, such as {@code line}
 * @param row what of a file holds an example that is scored, such as {@code row}
 */
public record CorpusTerms(String example, String label, String line, String row)
    implements Serializable {}
