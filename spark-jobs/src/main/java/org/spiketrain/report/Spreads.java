package org.spiketrain.report;

import java.awt.Color;
import java.util.Collection;
import java.util.IntSummaryStatistics;
import java.util.List;
import org.knowm.xchart.CategoryChart;
import org.spiketrain.results.Ablation.Spread;

/** Figures of repeated runs in charts: means with their deviations, and of how many runs. */
final class Spreads {
  /** Space above the highest bar, as a share of it. */
  private static final double SPACE = 0.05;

  private Spreads() {}

  /** Title of a chart; without the number of runs nobody can judge the error bars. */
  static String title(String what, Collection<Spread> shown) {
    IntSummaryStatistics runs =
        shown.stream().mapToInt(Spread::count).filter(count -> count > 0).summaryStatistics();
    if (runs.getMax() < 2) {
      return what;
    }
    return "%s: mean ± deviation, n = %s"
        .formatted(
            what,
            runs.getMin() < runs.getMax() ? runs.getMin() + " to " + runs.getMax() : runs.getMax());
  }

  /** Returns where an axis ends that shows all of their bars. */
  static double top(Collection<Spread> shown) {
    return (1 + SPACE)
        * shown.stream()
            .filter(one -> one.count() > 0)
            .mapToDouble(one -> one.mean() + one.deviation())
            .max()
            .orElse(1);
  }

  /**
   * Adds a bar for each name, none where there is no run, and an error bar where there are several.
   *
   * @param chart whose axis has its ends: XChart finds none beside what is missing
   */
  static void bars(
      CategoryChart chart, String series, List<String> names, List<Spread> spreads, Color colour) {
    chart
        .addSeries(
            series,
            names,
            // XChart draws nothing at no number; it takes no null beside error bars.
            spreads.stream().map(one -> one.count() < 1 ? Double.NaN : one.mean()).toList(),
            spreads.stream().map(one -> one.count() < 2 ? Double.NaN : one.deviation()).toList())
        .setFillColor(colour);
  }
}
