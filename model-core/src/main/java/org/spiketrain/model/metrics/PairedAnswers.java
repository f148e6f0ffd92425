package org.spiketrain.model.metrics;

import java.io.Serializable;
import java.util.List;
import java.util.TreeMap;

/**
 * Counts of what two classifiers answer to the same examples, by true class and both answers.
 * Counts of parts of a data set merge into those of the whole, in any order.
 */
public final class PairedAnswers implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int classes;

  /** By true class and both answers, in one number; ordered, so that draws do not depend on it. */
  private final TreeMap<Long, Long> cells = new TreeMap<>();

  /** Counts of so many classes, at least 1, of no examples yet. */
  public PairedAnswers(int classes) {
    this.classes = classes;
  }

  /**
   * Counts an example.
   *
   * @param truth its class
   * @param first answer of the first classifier, the number of classes standing for no answer
   * @param second answer of the second classifier
   * @return these counts
   */
  public PairedAnswers add(int truth, int first, int second) {
    return add(truth, first, second, 1);
  }

  /** Counts so many examples of which that is true, 0 for none. */
  PairedAnswers add(int truth, int first, int second, long examples) {
    if (examples == 0) {
      return this;
    }
    long base = classes + 1L;
    cells.merge((truth * base + first) * base + second, examples, Long::sum);
    return this;
  }

  /** Adds the counts of another one to these, and returns these. */
  public PairedAnswers merge(PairedAnswers other) {
    other.cells.forEach((cell, count) -> cells.merge(cell, count, Long::sum));
    return this;
  }

  /** McNemar's test of the two. */
  public McNemar mcNemar() {
    long onlyFirst = 0;
    long onlySecond = 0;
    for (Cell cell : cells()) {
      onlyFirst += cell.isFirstRight() && !cell.isSecondRight() ? cell.count : 0;
      onlySecond += cell.isSecondRight() && !cell.isFirstRight() ? cell.count : 0;
    }
    return new McNemar(onlyFirst, onlySecond);
  }

  /** By how much the first one's scores are above those of the second. */
  public AnswerScores difference() {
    return scores(cells(), counts(), 0).minus(scores(cells(), counts(), 1));
  }

  /**
   * 95 % intervals of the {@link #difference}, by 1,000 draws of as many examples with both their
   * answers.
   *
   * @param seed the same gives the same intervals
   */
  public ScoreIntervals differenceIntervals(long seed) {
    List<Cell> all = cells();
    return ScoreIntervals.of(
        Bootstrap.draws(
            counts(), seed, drawn -> scores(all, drawn, 0).minus(scores(all, drawn, 1))));
  }

  /** The same of the first one's scores. */
  ScoreIntervals firstIntervals(long seed) {
    List<Cell> all = cells();
    return ScoreIntervals.of(Bootstrap.draws(counts(), seed, drawn -> scores(all, drawn, 0)));
  }

  private long[] counts() {
    return cells.values().stream().mapToLong(Long::longValue).toArray();
  }

  private List<Cell> cells() {
    return cells.entrySet().stream()
        .map(cell -> Cell.of(cell.getKey(), classes + 1L, cell.getValue()))
        .toList();
  }

  /** Scores of the first (0) or the second (1) by counts of the cells. */
  private AnswerScores scores(List<Cell> all, long[] counts, int which) {
    long[] examples = new long[classes];
    long[] answers = new long[classes + 1];
    long[] right = new long[classes];
    for (int i = 0; i < counts.length; i++) {
      Cell cell = all.get(i);
      int answer = which == 0 ? cell.first : cell.second;
      examples[cell.truth] += counts[i];
      answers[answer] += counts[i];
      right[cell.truth] += answer == cell.truth ? counts[i] : 0;
    }
    return AnswerScores.of(examples, answers, right);
  }

  private record Cell(int truth, int first, int second, long count) {
    static Cell of(long number, long base, long count) {
      return new Cell(
          (int) (number / (base * base)),
          (int) (number / base % base),
          (int) (number % base),
          count);
    }

    boolean isFirstRight() {
      return first == truth;
    }

    boolean isSecondRight() {
      return second == truth;
    }
  }
}
