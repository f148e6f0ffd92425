package org.spiketrain.data.text;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;

/**
 * The rows of a corpus, cut into words, each with the reason why it cannot be used, if there is
 * one. Kept by Spark until closed, since several passes go over it.
 *
 * @param lines all rows in reading order
 */
public record TextTable(JavaRDD<TextLine> lines) implements AutoCloseable {
  /** Reason for a label that no class has. */
  public static final String UNKNOWN_LABEL = "unknown label";

  /** Reason for a sentence of the train split that says nothing to a network. */
  public static final String ONLY_UNKNOWN = "only unknown words";

  /** Cuts rows into words. */
  public static TextTable of(JavaRDD<TextRow> rows, ClassLabels labels, TokenSettings tokens) {
    Map<String, Integer> numbers = labels.numbers();
    JavaRDD<TextLine> lines = rows.mapPartitions(part -> lines(part, numbers, tokens));
    return new TextTable(lines.persist(StorageLevel.MEMORY_AND_DISK_SER()));
  }

  private static Iterator<TextLine> lines(
      Iterator<TextRow> rows, Map<String, Integer> labels, TokenSettings tokens) {
    Tokenizer tokenizer = new Tokenizer(tokens);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public TextLine next() {
        return line(rows.next(), labels, tokenizer);
      }
    };
  }

  private static TextLine line(TextRow row, Map<String, Integer> labels, Tokenizer tokenizer) {
    int label = labels.getOrDefault(row.label(), -1);
    String fault = row.fault();
    if (fault.isEmpty() && label < 0) {
      fault = UNKNOWN_LABEL;
    }
    List<String> words = fault.isEmpty() ? tokenizer.words(row.text()) : List.of();
    if (fault.isEmpty() && words.isEmpty()) {
      fault = TextRows.EMPTY;
    }
    // A list that any version of Java reads back.
    return new TextLine(row.file(), row.row(), label, row.text(), new ArrayList<>(words), fault);
  }

  /** The rows that can be used, in reading order. */
  public JavaRDD<TextLine> usable() {
    return lines.filter(TextLine::usable);
  }

  /** The rows that cannot. */
  public JavaRDD<TextLine> unusable() {
    return lines.filter(line -> !line.usable());
  }

  @Override
  public void close() {
    lines.unpersist();
  }
}
