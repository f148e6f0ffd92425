package org.spiketrain.model.kernel;

import java.io.Serializable;
import java.util.List;

/**
 * Sizes of a convolution over the words of a sentence: filters of several widths, each of which
 * reads all dimensions of as many neighbouring words as it is wide (Kim 2014, "Convolutional neural
 * networks for sentence classification").
 *
 * @param words words of a sentence, padding included; at least as many as the widest filter has
 * @param dimensions inputs a word
 * @param widths words that a filter reads, ascending, each at least 1
 * @param filters filters of each width
 * @param wordsAlone whether means are those of the positions where a filter's first word is there,
 *     at least one; otherwise of all positions, padding included, so that the fewer words a
 *     sentence has, the less they weigh
 */
public record SentenceConvolution(
    int words, int dimensions, List<Integer> widths, int filters, boolean wordsAlone)
    implements Serializable {
  /**
   * @throws IllegalArgumentException if they do not fit together
   */
  public SentenceConvolution {
    widths = List.copyOf(widths);
    if (words < 1 || dimensions < 1 || filters < 1 || widths.isEmpty() || widths.get(0) < 1) {
      throw new IllegalArgumentException(
          "Expected words, dimensions, filters and widths of at least 1");
    }
    if (!widths.equals(widths.stream().sorted().distinct().toList())) {
      throw new IllegalArgumentException("Expected ascending widths, but got " + widths);
    }
    int widest = widths.get(widths.size() - 1);
    if (widest > words) {
      throw new IllegalArgumentException(
          "A filter of %d words does not fit into a sentence of %d".formatted(widest, words));
    }
  }

  /** With means over all positions. */
  public SentenceConvolution(int words, int dimensions, List<Integer> widths, int filters) {
    this(words, dimensions, widths, filters, false);
  }

  /** Words of the widest filter: how many weight matrices there are, one an offset. */
  public int widest() {
    return widths.get(widths.size() - 1);
  }

  /** Inputs of a sentence. */
  public int inputs() {
    return words * dimensions;
  }

  /** Outputs: the filters of the first width, then those of the second, and so on. */
  public int columns() {
    return widths.size() * filters;
  }

  /** First of the columns whose filters read the word at an offset; the others are before it. */
  public int firstColumn(int offset) {
    int narrow = 0;
    while (widths.get(narrow) <= offset) {
      narrow++;
    }
    return narrow * filters;
  }

  /** Number of columns whose filters read the word at an offset. */
  public int columnsAt(int offset) {
    return columns() - firstColumn(offset);
  }

  /** Words read by the filter of a column. */
  public int width(int column) {
    return widths.get(column / filters);
  }

  /** Positions in a sentence, padding included, where the filter of a column fits. */
  public int positions(int column) {
    return words - width(column) + 1;
  }

  /** Positions that the mean of a column is over, in a sentence of so many words; at least 1. */
  int averaged(int column, int present) {
    int positions = positions(column);
    return wordsAlone ? Math.max(1, Math.min(present, positions)) : positions;
  }

  /** Positions in the padding that the mean of a column is over. */
  int averagedPadding(int column, int present) {
    return wordsAlone ? 0 : Math.max(0, positions(column) - present);
  }

  /** Neurons of a sentence: those of all columns at all positions. */
  public int neurons() {
    return widths.stream().mapToInt(width -> filters * (words - width + 1)).sum();
  }

  /** Number of neurons that read the word at a position. */
  public int readers(int position) {
    return widths.stream()
        .mapToInt(
            width ->
                filters
                    * (Math.min(position, words - width) - Math.max(0, position - width + 1) + 1))
        .sum();
  }

  /** Number of leading columns whose filters fit with their first word at a position. */
  int columnsFitting(int position) {
    int fitting = 0;
    while (fitting < widths.size() && position + widths.get(fitting) <= words) {
      fitting++;
    }
    return fitting * filters;
  }
}
