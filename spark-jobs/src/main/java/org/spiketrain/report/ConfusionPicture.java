package org.spiketrain.report;

import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;
import org.knowm.xchart.style.HeatMapStyler;
import org.knowm.xchart.style.Styler.ChartTheme;

/**
 * A confusion matrix as a heat map: true classes from top to bottom, predicted classes from left to
 * right, so that the diagonal runs from the top left to the bottom right.
 */
final class ConfusionPicture {
  private static final int MARGIN = 190;

  /** With more classes the cells are smaller, and their figures are whole percents. */
  private static final int MANY_CLASSES = 20;

  /** Letters of a name beside the cells; the margin has room for no more. */
  private static final int LONGEST_NAME = 20;

  /** Room for the title, however few classes there are. */
  private static final int FEWEST_CELLS = 10;

  /** Pale enough at the far end that dark figures stay readable. */
  private static final Color[] COLOURS = {
    Color.WHITE, new Color(0xDEEBF7), new Color(0x9ECAE1), new Color(0x4292C6)
  };

  /** Fractions that would read 0.00 are left blank, or they would hide the pattern. */
  private static final double SMALLEST_SHOWN = 0.005;

  private ConfusionPicture() {}

  /** Draws row-normalised confusions, [true class][predicted class], in [0, 1]. */
  static Picture of(String title, String label, List<String> classes, double[][] fractions) {
    boolean many = classes.size() > MANY_CLASSES;
    int side = MARGIN + (many ? 25 : 38) * Math.max(classes.size(), FEWEST_CELLS);
    int whole = many ? 100 : 1;
    HeatMapChart chart = new HeatMapChart(side + 40, side, ChartTheme.XChart);
    HeatMapStyler styler = chart.getStyler();
    ChartStyle.apply(
        chart,
        title + (many ? " (percent of each row)" : " (each row sums to 1)"),
        "predicted " + label,
        "true " + label);
    styler.setMin(0).setMax(whole).setRangeColors(COLOURS);
    styler.setShowValue(true).setValueFont(ChartStyle.font(Font.PLAIN, 10));
    styler.setValueFontColor(ChartStyle.INK).setHeatMapValueDecimalPattern(many ? "0" : "0.00");
    styler.setDrawBorder(false).setPlotGridLinesVisible(false).setPlotContentSize(1);
    styler.setXAxisLabelRotation(90).setXAxisLabelAlignmentVertical(TextAlignment.Right);
    styler.setGradientColorColumnHeight(side / 2);
    List<String> names = shown(classes);
    List<String> upwards = new ArrayList<>(names);
    Collections.reverse(upwards);
    chart.addSeries("fraction of the true " + label, names, upwards, cells(fractions, whole));
    return new Picture(chart);
  }

  /** Names that find room beside the cells, each another: XChart would take equal ones for one. */
  static List<String> shown(List<String> classes) {
    Set<String> shown = new LinkedHashSet<>();
    for (String name : classes) {
      String some = shown(name);
      while (!shown.add(some)) {
        some += " #" + (shown.size() + 1);
      }
    }
    return List.copyOf(shown);
  }

  /** XChart cannot draw a name without letters. */
  private static String shown(String name) {
    String line = name.strip().replaceAll("\\s+", " ");
    if (line.length() > LONGEST_NAME) {
      int half = LONGEST_NAME / 2;
      return line.substring(0, half) + "…" + line.substring(line.length() - half + 1);
    }
    return line.isEmpty() ? "(empty)" : line;
  }

  static String note(String label, int classes) {
    return "Each row is a true %s and %s; what is below half a percent is left blank."
        .formatted(
            label,
            classes > MANY_CLASSES ? "is given in whole percents of its examples" : "sums to 1");
  }

  /** XChart's cells: column, row counted from the bottom, value. */
  private static List<Number[]> cells(double[][] fractions, int whole) {
    List<Number[]> cells = new ArrayList<>();
    for (int truth = 0; truth < fractions.length; truth++) {
      for (int predicted = 0; predicted < fractions.length; predicted++) {
        if (fractions[truth][predicted] >= SMALLEST_SHOWN) {
          double value = whole * fractions[truth][predicted];
          cells.add(new Number[] {predicted, fractions.length - 1 - truth, value});
        }
      }
    }
    return cells;
  }
}
