package org.spiketrain.evaluate;

import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import org.spiketrain.model.metrics.ConfusionMatrix;
import org.spiketrain.report.CsvField;

/** Confusion matrices as CSV; the corner of the header says which axis is the truth. */
final class ConfusionCsv {
  private static final String CORNER = "rows = true class; columns = predicted class";

  private ConfusionCsv() {}

  /** Numbers of examples. */
  static String counts(ConfusionMatrix confusion, List<String> classes) {
    return table(classes, truth -> predicted -> Long.toString(confusion.count(truth, predicted)));
  }

  /** Shares of the examples of the true class; each row sums to 1, up to rounding. */
  static String rowNormalised(ConfusionMatrix confusion, List<String> classes) {
    double[][] shares = confusion.rowNormalised();
    return table(
        classes,
        truth -> predicted -> String.format(Locale.ROOT, "%.6f", shares[truth][predicted]));
  }

  private static String table(List<String> classes, IntFunction<IntFunction<String>> cells) {
    StringBuilder csv = new StringBuilder(CORNER);
    classes.forEach(name -> csv.append(',').append(CsvField.quoted(name)));
    csv.append('\n');
    for (int truth = 0; truth < classes.size(); truth++) {
      csv.append(CsvField.quoted(classes.get(truth)));
      for (int predicted = 0; predicted < classes.size(); predicted++) {
        csv.append(',').append(cells.apply(truth).apply(predicted));
      }
      csv.append('\n');
    }
    return csv.toString();
  }
}
