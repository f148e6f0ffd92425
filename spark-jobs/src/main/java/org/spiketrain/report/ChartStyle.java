package org.spiketrain.report;

import java.awt.Color;
import java.awt.Font;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Style of all charts. */
final class ChartStyle {
  private static final int WIDTH = 900;
  private static final Color INK = new Color(0x222222);

  private ChartStyle() {}

  /** Curves, all of them as wide as the others, with a legend beside them. */
  static XYChart curves(String title, String xAxis, String yAxis, int height) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(height)
            .title(title)
            .xAxisTitle(xAxis)
            .yAxisTitle(yAxis)
            .build();
    plot(chart.getStyler());
    return chart;
  }

  /** Bars, likewise. */
  static CategoryChart bars(String title, String xAxis, String yAxis, int height) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(height)
            .title(title)
            .xAxisTitle(xAxis)
            .yAxisTitle(yAxis)
            .build();
    plot(chart.getStyler());
    return chart;
  }

  private static void plot(AxesChartStyler styler) {
    apply(styler);
    // Inside, it would hide what is low, or high.
    styler.setLegendPosition(LegendPosition.OutsideE);
    styler.setYAxisDecimalPattern("0.####");
    styler.setPlotGridLinesColor(new Color(0xDDDDDD)).setYAxisLeftWidthHint(70);
  }

  static void apply(AxesChartStyler styler) {
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setChartFontColor(INK);
    styler.setChartTitleBoxVisible(false);
    styler.setChartTitleFont(font(Font.BOLD, 15));
    styler.setLegendFont(font(Font.PLAIN, 12));
    styler.setLegendBorderColor(Color.WHITE);
    styler.setAxisTitleFont(font(Font.BOLD, 13));
    styler.setAxisTickLabelsFont(font(Font.PLAIN, 12));
    styler.setAxisTickLabelsColor(INK);
    styler.setLocale(java.util.Locale.ROOT);
  }

  private static Font font(int style, int size) {
    return new Font(Font.SANS_SERIF, style, size);
  }
}
