package org.spiketrain.model.metrics;

/**
 * Quality of the recognition of one class. A value whose denominator is 0 is 0, as in scikit-learn.
 *
 * @param name the class
 * @param precision fraction of the examples taken for this class that belong to it, in [0, 1]
 * @param recall fraction of this class's examples that were recognised, in [0, 1]
 * @param f1 harmonic mean of precision and recall, in [0, 1]
 * @param support number of examples of this class
 */
public record ClassMetrics(String name, double precision, double recall, double f1, long support) {

  static ClassMetrics of(String name, ConfusionMatrix confusion, int index) {
    long hits = confusion.count(index, index);
    long support = confusion.rowTotal(index);
    long predicted = confusion.columnTotal(index);
    return new ClassMetrics(
        name,
        share(hits, predicted),
        share(hits, support),
        share(2 * hits, support + predicted),
        support);
  }

  static double share(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}
