package org.spiketrain.data.text;

import java.io.Serializable;
import org.spiketrain.data.Split;

/**
 * A usable row and the split it came to.
 *
 * @param line the row
 * @param split its split
 */
public record Sentence(TextLine line, Split split) implements Serializable {}
