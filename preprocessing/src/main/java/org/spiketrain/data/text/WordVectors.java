package org.spiketrain.data.text;

import java.util.Map;

/**
 * Vectors of words.
 *
 * @param dimensions numbers of each vector
 * @param vectors [dimensions] finite numbers a word
 * @param repeated words that came again, of which the first vector was taken
 */
public record WordVectors(int dimensions, Map<String, float[]> vectors, long repeated) {}
