package org.spiketrain.model.kernel;

/**
 * Active rows that take part in a product together.
 *
 * @param row the first of them
 * @param inputRow the same row in an array [T, B, N]
 * @param rows how many they are
 */
record RowChunk(int row, int inputRow, int rows) {}
