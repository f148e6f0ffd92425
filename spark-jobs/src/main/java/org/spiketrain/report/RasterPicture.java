package org.spiketrain.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.markers.Marker;
import org.spiketrain.data.io.RawRecording;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.results.EvaluationSummary;

/**
 * A recording as a raster, channel against time: above as recorded, where that is known, below as
 * the network sees it, each position in time and channel the darker the more events there are.
 */
final class RasterPicture {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 380;

  /** About what the axes leave of a panel. */
  private static final double PLOT_WIDTH = 790;

  private static final double PLOT_HEIGHT = 270;

  /** Side of the square of an event, in points. */
  private static final double DOT = 1.2;

  private static final double MICROSECONDS = 1e6;

  /** From few events to many. */
  private static final List<Color> SHADES =
      List.of(new Color(0xC6DBEF), new Color(0x6BAED6), new Color(0x2171B5), new Color(0x08306B));

  private RasterPicture() {}

  /** Draws a recording. */
  public static Picture of(EvaluationSummary.Recording recording) {
    List<XYChart> panels = new ArrayList<>();
    String name = "%s (%s)".formatted(recording.source(), recording.label());
    recording.events().ifPresent(events -> panels.add(recorded(name, events)));
    panels.add(seen(name, recording.frames()));
    return Picture.of(panels);
  }

  private static XYChart recorded(String name, RawRecording events) {
    String title = count("%s as recorded: %,d events", name, events.times().length);
    XYChart chart = panel(title, "time in seconds");
    double[] seconds = Arrays.stream(events.times()).mapToDouble(t -> t / MICROSECONDS).toArray();
    double[] units = Arrays.stream(events.units()).asDoubleStream().toArray();
    if (seconds.length > 0) {
      dots(chart, "events", seconds, units, new Cell(SHADES.get(SHADES.size() - 1), DOT, DOT));
    }
    return chart;
  }

  private static XYChart seen(String name, SpikeFrames frames) {
    String size =
        count("%s as the network sees it: %,d time steps", name, frames.timeSteps())
            + count(" of %,d channels", frames.channels());
    XYChart chart = panel(size, frames.isBinary() ? "time step" : "time step; darker: more events");
    chart.getStyler().setXAxisMax((double) frames.timeSteps());
    chart.getStyler().setYAxisMax((double) frames.channels());
    shades(chart, frames);
    return chart;
  }

  /** Counts grow by the square of the shade, so that single events are seen beside many. */
  private static void shades(XYChart chart, SpikeFrames frames) {
    double most = IntStream.range(0, frames.entries()).mapToDouble(frames::valueAt).max().orElse(1);
    int shades = SHADES.size();
    for (int s = 0; s < shades; s++) {
      double above = most * s * s / (shades * shades);
      double upTo = most * (s + 1) * (s + 1) / (shades * shades);
      cells(chart, frames, SHADES.get(s), value -> value > above && value <= upTo);
    }
  }

  /** A count in the same digits in every locale. */
  private static String count(String format, Object... args) {
    return String.format(Locale.ROOT, format, args);
  }

  /** The entries of a range of values; their positions reach from whole number to whole number. */
  private static void cells(
      XYChart chart, SpikeFrames frames, Color colour, DoublePredicate values) {
    int[] stepOf = new int[frames.entries()];
    for (int t = 0; t < frames.timeSteps(); t++) {
      Arrays.fill(stepOf, frames.rowStart()[t], frames.rowStart()[t + 1], t);
    }
    int[] chosen =
        IntStream.range(0, frames.entries()).filter(k -> values.test(frames.valueAt(k))).toArray();
    if (chosen.length > 0) {
      dots(
          chart,
          "%06x".formatted(colour.getRGB()),
          Arrays.stream(chosen).mapToDouble(k -> stepOf[k] + 0.5).toArray(),
          Arrays.stream(chosen).mapToDouble(k -> frames.channel()[k] + 0.5).toArray(),
          new Cell(
              colour,
              Math.max(DOT, PLOT_WIDTH / frames.timeSteps()),
              Math.max(DOT, PLOT_HEIGHT / frames.channels())));
    }
  }

  private static XYChart panel(String title, String xAxis) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(xAxis)
            .yAxisTitle("channel")
            .build();
    ChartStyle.apply(chart.getStyler());
    chart.getStyler().setDefaultSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setXAxisMin(0.0).setYAxisMin(0.0).setYAxisLeftWidthHint(70);
    chart.getStyler().setXAxisDecimalPattern("0.##").setYAxisDecimalPattern("0");
    chart.getStyler().setPlotGridLinesVisible(false).setPlotContentSize(1);
    return chart;
  }

  private static void dots(XYChart chart, String name, double[] x, double[] y, Marker marker) {
    chart.addSeries(name, x, y).setMarker(marker);
  }

  /** A rectangle about a point; XChart's own markers are squares. */
  private static final class Cell extends Marker {
    private final Color colour;
    private final double width;
    private final double height;

    Cell(Color colour, double width, double height) {
      this.colour = colour;
      this.width = width;
      this.height = height;
    }

    @Override
    public void paint(Graphics2D graphics, double x, double y, int markerSize) {
      graphics.setColor(colour);
      graphics.fill(new Rectangle2D.Double(x - width / 2, y - height / 2, width, height));
    }
  }
}
