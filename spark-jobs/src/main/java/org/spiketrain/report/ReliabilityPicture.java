package org.spiketrain.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.spiketrain.data.Wording;
import org.spiketrain.model.metrics.Calibration;
import org.spiketrain.results.EvaluationSummary;

/**
 * A reliability diagram: how often answers are right against how confident they are, and below it
 * how many there are of each confidence.
 */
final class ReliabilityPicture {
  private static final int HEIGHT = 430;
  private static final int COUNTS_HEIGHT = 190;
  private static final float[] DASHES = {5f, 5f};

  /** Of fewer answers an accuracy says little. */
  private static final int FEW = 10;

  /** Space above the highest bar, for its number. */
  private static final double SPACE = 1.25;

  private static final Color GREY = new Color(0x888888);

  private ReliabilityPicture() {}

  static Picture of(EvaluationSummary evaluation) {
    List<Calibration.Bin> bins = evaluation.metrics().calibration().bins();
    return new Picture(accuracies(evaluation, bins), counts(bins));
  }

  private static XYChart accuracies(EvaluationSummary evaluation, List<Calibration.Bin> bins) {
    XYChart chart =
        ChartStyle.curves(
            "Confidence and accuracy on the %s split".formatted(evaluation.split()),
            "mean confidence of the answers",
            "accuracy",
            HEIGHT);
    overConfidence(chart);
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(1.0);
    XYSeries even =
        ChartStyle.line(
            chart.addSeries("as confident as right", new double[] {0, 1}, new double[] {0, 1}),
            ChartStyle.INK);
    even.setMarker(SeriesMarkers.NONE);
    even.setLineStyle(
        new BasicStroke(1f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 1f, DASHES, 0f));
    List<Calibration.Bin> many = bins.stream().filter(bin -> bin.examples() >= FEW).toList();
    List<Calibration.Bin> few =
        bins.stream().filter(bin -> bin.examples() > 0 && bin.examples() < FEW).toList();
    add(chart, evaluation.evaluatedName(), many, ChartStyle.BLUE, SeriesMarkers.CIRCLE);
    add(chart, "fewer than %d answers".formatted(FEW), few, GREY, SeriesMarkers.CROSS)
        // A line through them would look as sure as the other.
        .ifPresent(series -> series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter));
    return chart;
  }

  private static Optional<XYSeries> add(
      XYChart chart, String name, List<Calibration.Bin> bins, Color colour, Marker marker) {
    if (bins.isEmpty()) {
      return Optional.empty();
    }
    double[] confidence = bins.stream().mapToDouble(Calibration.Bin::confidence).toArray();
    double[] accuracy = bins.stream().mapToDouble(Calibration.Bin::accuracy).toArray();
    XYSeries series = ChartStyle.line(chart.addSeries(name, confidence, accuracy), colour);
    series.setMarker(marker);
    return Optional.of(series);
  }

  /** A bar from one end of each bin to the other, with its number of answers above it. */
  private static XYChart counts(List<Calibration.Bin> bins) {
    XYChart chart =
        ChartStyle.curves("Answers of each confidence", "confidence", "answers", COUNTS_HEIGHT);
    overConfidence(chart);
    long most = bins.stream().mapToLong(Calibration.Bin::examples).max().orElse(0);
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(SPACE * Math.max(1, most));
    chart.getStyler().setYAxisDecimalPattern("#,##0").setLegendVisible(false);
    chart.getStyler().setAnnotationTextFont(ChartStyle.font(Font.PLAIN, 11));
    chart.getStyler().setAnnotationTextFontColor(ChartStyle.INK);
    List<Double> ends = new ArrayList<>();
    List<Double> heights = new ArrayList<>();
    for (Calibration.Bin bin : bins) {
      double height = bin.examples();
      ends.addAll(List.of(bin.from(), bin.from(), bin.to(), bin.to()));
      heights.addAll(List.of(0.0, height, height, 0.0));
      if (bin.examples() > 0) {
        double middle = (bin.from() + bin.to()) / 2;
        double above = height + (SPACE - 1) / 2 * Math.max(1, most);
        chart.addAnnotation(
            new AnnotationText(Wording.count(bin.examples()), middle, above, false));
      }
    }
    XYSeries bars = ChartStyle.line(chart.addSeries("answers", ends, heights), ChartStyle.BLUE);
    bars.setXYSeriesRenderStyle(XYSeriesRenderStyle.Area);
    bars.setMarker(SeriesMarkers.NONE);
    bars.setFillColor(new Color(0x552166AC, true));
    bars.setLineWidth(1f);
    return chart;
  }

  /** The same axis in both panels: a legend beside one of them would make it narrower. */
  private static void overConfidence(XYChart chart) {
    chart.getStyler().setXAxisMin(0.0).setXAxisMax(1.0);
    chart.getStyler().setXAxisDecimalPattern("0.##");
    chart.getStyler().setLegendPosition(LegendPosition.OutsideS);
  }

  static String note(EvaluationSummary evaluation) {
    Calibration calibration = evaluation.metrics().calibration();
    return "Answers in %d bins of confidence, which is the probability of the most probable %s; above the dashed line they are right more often than they say. The numbers below are the answers of each bin: crosses are of fewer than %d, too few to say how often such answers are right. The expected calibration error, the mean distance from that line over all answers, is %s. The figures are in evaluation/calibration.csv."
        .formatted(
            calibration.bins().size(),
            evaluation.terms().label(),
            FEW,
            Wording.score(calibration.expectedError()));
  }
}
