package org.spiketrain.job.report;

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
public final class ConfusionPicture {
  private static final int MARGIN = 190;
  private static final int CELL = 38;

  /** Room for the title, however few classes there are. */
  private static final int FEWEST_CELLS = 10;

  /** Pale enough at the far end that dark figures stay readable. */
  private static final Color[] COLOURS = {
    Color.WHITE, new Color(0xDEEBF7), new Color(0x9ECAE1), new Color(0x4292C6)
  };

  /** Shares that would read 0.00 are left blank, or they would hide the pattern. */
  private static final double SMALLEST_SHOWN = 0.005;

  private ConfusionPicture() {}

  /**
   * Draws row-normalised confusions.
   *
   * @param title what the matrix is of
   * @param label what a class is called
   * @param classes names, in label order
   * @param shares [true class][predicted class], in [0, 1]
   */
  public static Picture of(String title, String label, List<String> classes, double[][] shares) {
    int side = MARGIN + CELL * Math.max(classes.size(), FEWEST_CELLS);
    HeatMapChart chart =
        new HeatMapChartBuilder()
            .width(side + 40)
            .height(side)
            .title(title)
            .xAxisTitle("predicted " + label)
            .yAxisTitle("true " + label)
            .build();
    style(chart.getStyler());
    chart.getStyler().setGradientColorColumnHeight(side / 2);
    List<String> upwards = new ArrayList<>(classes);
    Collections.reverse(upwards);
    chart.addSeries("share of the true " + label, classes, upwards, cells(shares));
    return Picture.of(List.of(chart));
  }

  /** XChart's cells: column, row counted from the bottom, value. */
  private static List<Number[]> cells(double[][] shares) {
    List<Number[]> cells = new ArrayList<>();
    for (int truth = 0; truth < shares.length; truth++) {
      for (int predicted = 0; predicted < shares.length; predicted++) {
        if (shares[truth][predicted] >= SMALLEST_SHOWN) {
          cells.add(new Number[] {predicted, shares.length - 1 - truth, shares[truth][predicted]});
        }
      }
    }
    return cells;
  }

  private static void style(HeatMapStyler styler) {
    styler.setMin(0).setMax(1).setRangeColors(COLOURS);
    styler.setShowValue(true).setValueFont(new Font(Font.SANS_SERIF, Font.PLAIN, 10));
    styler.setValueFontColor(new Color(0x222222));
    styler.setHeatMapValueDecimalPattern("0.00");
    styler.setDrawBorder(false).setPlotGridLinesVisible(false).setPlotContentSize(1);
    styler.setXAxisLabelRotation(90).setXAxisLabelAlignmentVertical(TextAlignment.Right);
    ChartStyle.apply(styler);
  }
}
