package org.spiketrain.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.Locale;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.ChartTheme;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Style of all charts. */
final class ChartStyle {
  static final Color BLUE = new Color(0x2166AC);
  static final Color ORANGE = new Color(0xE08214);
  static final Color GREEN = new Color(0x5AAE61);
  static final Color INK = new Color(0x222222);

  private static final int WIDTH = 900;

  /** Markers of more points hide the line between them. */
  private static final int MOST_MARKED = 20;

  private ChartStyle() {}

  /** Curves, all of them as wide as the others, with a legend beside them. */
  static XYChart curves(String title, String xAxis, String yAxis, int height) {
    XYChart chart = new XYChart(WIDTH, height, ChartTheme.XChart);
    plot(chart, title, xAxis, yAxis);
    return chart;
  }

  static CategoryChart bars(String title, String xAxis, String yAxis, int height) {
    CategoryChart chart = new CategoryChart(WIDTH, height, ChartTheme.XChart);
    plot(chart, title, xAxis, yAxis);
    // In the colour of a bar, the half within it could not be seen.
    chart.getStyler().setErrorBarsColorSeriesColor(false);
    chart.getStyler().setErrorBarsColor(INK);
    return chart;
  }

  private static void plot(
      Chart<? extends AxesChartStyler, ?> chart, String title, String xAxis, String yAxis) {
    apply(chart, title, xAxis, yAxis);
    AxesChartStyler styler = chart.getStyler();
    // Inside, it would hide what is low, or high.
    styler.setLegendPosition(LegendPosition.OutsideE);
    styler.setYAxisDecimalPattern("0.####");
    // Those of several series lie on each other.
    styler.setErrorBarsColorSeriesColor(true);
    styler.setPlotGridLinesColor(new Color(0xDDDDDD)).setYAxisLeftWidthHint(70);
  }

  /** Draws a series as a line; where there are few points, their markers show where they are. */
  static XYSeries line(XYSeries series, Color colour) {
    series.setMarkerColor(colour).setLineColor(colour).setLineStyle(new BasicStroke(2f));
    boolean few = series.getXData().length <= MOST_MARKED;
    series.setMarker(few ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
    return series;
  }

  static void apply(
      Chart<? extends AxesChartStyler, ?> chart, String title, String xAxis, String yAxis) {
    AxesChartStyler styler = chart.getStyler();
    chart.setTitle(title);
    chart.setXAxisTitle(xAxis);
    chart.setYAxisTitle(yAxis);
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
    styler.setLocale(Locale.ROOT);
  }

  static Font font(int style, int size) {
    return new Font(Font.SANS_SERIF, style, size);
  }
}
