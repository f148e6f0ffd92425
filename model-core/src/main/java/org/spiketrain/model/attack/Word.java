package org.spiketrain.model.attack;

import java.io.Serializable;

/**
 * A word of a sentence that is attacked.
 *
 * @param text how it is written
 * @param number its number in the vocabulary, {@link org.spiketrain.model.encode.RateTable#UNKNOWN}
 *     where it is not in it
 */
public record Word(String text, int number) implements Serializable {}
