package org.spiketrain.data.text;

import java.io.Serializable;

/**
 * Settings by which a sentence is cut into words.
 *
 * @param tokens where it is cut (key {@code data.text.tokens})
 * @param lowerCase whether words are lower-cased (key {@code data.text.lower-case})
 */
public record TokenSettings(Tokens tokens, boolean lowerCase) implements Serializable {}
