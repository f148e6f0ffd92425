package org.spiketrain.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.markers.Marker;
import org.spiketrain.data.Wording;
import org.spiketrain.data.io.RawRecording;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.results.EvaluationSummary;
import org.spiketrain.results.SequenceProfile;

/**
 * Rasters against time. Of a recording, the channels above as recorded, where that is known, below
 * as the network sees it, each position in time and channel the darker the more events there are;
 * of any example, the spikes of the layers below.
 */
final class RasterPicture {
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

  static Picture of(EvaluationSummary.Recording recording) {
    List<XYChart> panels = new ArrayList<>();
    String name = "%s (%s)".formatted(recording.source(), recording.label());
    recording.events().ifPresent(events -> panels.add(recorded(name, events)));
    panels.add(seen(name, recording.frames()));
    return new Picture(panels);
  }

  /** What a network reads of an example, and below it the spikes of each of its layers. */
  static Picture of(SequenceProfile.LayerRasters example) {
    List<XYChart> panels = new ArrayList<>();
    panels.add(seen("%s (%s)".formatted(example.name(), example.label()), example.input()));
    example
        .layers()
        .forEach(
            (layer, spikes) ->
                panels.add(
                    cells(
                        "Layer %s: %s".formatted(layer, Wording.counted(spikes.entries(), "spike")),
                        "neuron",
                        spikes)));
    return new Picture(panels);
  }

  private static XYChart recorded(String name, RawRecording events) {
    String title =
        "%s as recorded: %s events".formatted(name, Wording.count(events.times().length));
    XYChart chart = panel(title, "time in seconds");
    double[] seconds = Arrays.stream(events.times()).mapToDouble(t -> t / MICROSECONDS).toArray();
    double[] units = Arrays.stream(events.units()).asDoubleStream().toArray();
    if (seconds.length > 0) {
      Color dark = SHADES.get(SHADES.size() - 1);
      chart.addSeries("events", seconds, units).setMarker(new Cell(dark, DOT, DOT));
    }
    return chart;
  }

  private static XYChart seen(String name, SpikeFrames frames) {
    String title =
        "%s as the network sees it: %s time steps of %s channels"
            .formatted(name, Wording.count(frames.timeSteps()), Wording.count(frames.channels()));
    return cells(title, "channel", frames);
  }

  private static XYChart cells(String title, String yAxis, SpikeFrames frames) {
    XYChart chart =
        panel(title, frames.isBinary() ? "time step" : "time step; darker: more events");
    chart.setYAxisTitle(yAxis);
    chart.getStyler().setXAxisMax((double) frames.timeSteps());
    chart.getStyler().setYAxisMax((double) frames.channels());
    double most = IntStream.range(0, frames.entries()).mapToDouble(frames::valueAt).max().orElse(1);
    int shades = SHADES.size();
    // Counts grow by the square of the shade, so that single events are seen beside many.
    for (int s = 0; s < shades; s++) {
      double above = most * s * s / (shades * shades);
      double upTo = most * (s + 1) * (s + 1) / (shades * shades);
      draw(chart, frames, SHADES.get(s), value -> value > above && value <= upTo);
    }
    return chart;
  }

  /** The entries of a range of values; their positions reach from whole number to whole number. */
  private static void draw(
      XYChart chart, SpikeFrames frames, Color colour, DoublePredicate values) {
    int[] stepOf = new int[frames.entries()];
    for (int t = 0; t < frames.timeSteps(); t++) {
      Arrays.fill(stepOf, frames.rowStart()[t], frames.rowStart()[t + 1], t);
    }
    int[] chosen =
        IntStream.range(0, frames.entries()).filter(k -> values.test(frames.valueAt(k))).toArray();
    if (chosen.length > 0) {
      double[] steps = Arrays.stream(chosen).mapToDouble(k -> stepOf[k] + 0.5).toArray();
      double[] channels =
          Arrays.stream(chosen).mapToDouble(k -> frames.channel()[k] + 0.5).toArray();
      double width = Math.max(DOT, PLOT_WIDTH / frames.timeSteps());
      double height = Math.max(DOT, PLOT_HEIGHT / frames.channels());
      chart
          .addSeries("%06x".formatted(colour.getRGB()), steps, channels)
          .setMarker(new Cell(colour, width, height));
    }
  }

  private static XYChart panel(String title, String xAxis) {
    XYChart chart = ChartStyle.curves(title, xAxis, "channel", HEIGHT);
    chart.getStyler().setDefaultSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setXAxisMin(0.0).setYAxisMin(0.0);
    chart.getStyler().setXAxisDecimalPattern("0.##").setYAxisDecimalPattern("0");
    chart.getStyler().setPlotGridLinesVisible(false).setPlotContentSize(1);
    return chart;
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
