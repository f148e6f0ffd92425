package org.spiketrain.report;

import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;
import org.knowm.xchart.style.HeatMapStyler;

/**
 * A confusion matrix as a heat map: true classes from top to bottom, predicted classes from left to
 * right, so that the diagonal runs from the top left to the bottom right.
 */
final class ConfusionPicture {
  private static final int MARGIN = 190;

  /** With more classes the cells are smaller, and their figures are whole percents. */
  private static final int MANY_CLASSES = 20;

  /** Room for the title, however few classes there are. */
  private static final int FEWEST_CELLS = 10;

  /** Pale enough at the far end that dark figures stay readable. */
  private static final Color[] COLOURS = {
    Color.WHITE, new Color(0xDEEBF7), new Color(0x9ECAE1), new Color(0x4292C6)
  };

  /** Fractions that would read 0.00 are left blank, or they would hide the pattern. */
  private static final double SMALLEST_SHOWN = 0.005;

  private ConfusionPicture() {}

  /**
   * Draws row-normalised confusions.
   *
   * @param title what the matrix is of
   * @param label what a class is called
   * @param classes names, in label order
   * @param fractions [true class][predicted class], in [0, 1]
   */
  public static Picture of(String title, String label, List<String> classes, double[][] fractions) {
    Scale scale = Scale.of(classes.size());
    int side = MARGIN + scale.cell * Math.max(classes.size(), FEWEST_CELLS);
    HeatMapChart chart =
        new HeatMapChartBuilder()
            .width(side + 40)
            .height(side)
            .title(title + scale.remark)
            .xAxisTitle("predicted " + label)
            .yAxisTitle("true " + label)
            .build();
    style(chart.getStyler(), scale);
    chart.getStyler().setGradientColorColumnHeight(side / 2);
    List<String> upwards = new ArrayList<>(classes);
    Collections.reverse(upwards);
    chart.addSeries("fraction of the true " + label, classes, upwards, cells(fractions, scale));
    return Picture.of(List.of(chart));
  }

  /**
   * Returns what is to be said below a picture.
   *
   * @param label what a class is called
   * @param classes how many there are
   */
  static String note(String label, int classes) {
    return "Each row is a true %s and %s; what is below half a percent is left blank."
        .formatted(label, Scale.of(classes).rows);
  }

  /** XChart's cells: column, row counted from the bottom, value. */
  private static List<Number[]> cells(double[][] fractions, Scale scale) {
    List<Number[]> cells = new ArrayList<>();
    for (int truth = 0; truth < fractions.length; truth++) {
      for (int predicted = 0; predicted < fractions.length; predicted++) {
        if (fractions[truth][predicted] >= SMALLEST_SHOWN) {
          double value = scale.whole * fractions[truth][predicted];
          cells.add(new Number[] {predicted, fractions.length - 1 - truth, value});
        }
      }
    }
    return cells;
  }

  private static void style(HeatMapStyler styler, Scale scale) {
    styler.setMin(0).setMax(scale.whole).setRangeColors(COLOURS);
    styler.setShowValue(true).setValueFont(new Font(Font.SANS_SERIF, Font.PLAIN, 10));
    styler.setValueFontColor(new Color(0x222222));
    styler.setHeatMapValueDecimalPattern(scale.pattern);
    styler.setDrawBorder(false).setPlotGridLinesVisible(false).setPlotContentSize(1);
    styler.setXAxisLabelRotation(90).setXAxisLabelAlignmentVertical(TextAlignment.Right);
    ChartStyle.apply(styler);
  }

  /** Fractions or percents. */
  private enum Scale {
    SHARE(38, 1, "0.00", " (each row sums to 1)", "sums to 1"),
    PERCENT(25, 100, "0", " (percent of each row)", "is given in whole percents of its examples");

    /** Side of a cell, in points. */
    private final int cell;

    private final int whole;
    private final String pattern;
    private final String remark;

    /** Note on each row. */
    private final String rows;

    Scale(int cell, int whole, String pattern, String remark, String rows) {
      this.cell = cell;
      this.whole = whole;
      this.pattern = pattern;
      this.remark = remark;
      this.rows = rows;
    }

    static Scale of(int classes) {
      return classes > MANY_CLASSES ? PERCENT : SHARE;
    }
  }
}
