package org.spiketrain.report;

import java.awt.BasicStroke;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.spiketrain.data.Wording;
import org.spiketrain.model.metrics.Calibration;
import org.spiketrain.results.EvaluationSummary;

/** A reliability diagram: how often answers are right against how confident they are. */
final class ReliabilityPicture {
  private static final int HEIGHT = 430;
  private static final float[] DASHES = {5f, 5f};

  private ReliabilityPicture() {}

  static Picture of(EvaluationSummary evaluation) {
    XYChart chart =
        ChartStyle.curves(
            "Confidence and accuracy on the %s split".formatted(evaluation.split()),
            "mean confidence of the answers",
            "accuracy",
            HEIGHT);
    chart.getStyler().setXAxisMin(0.0).setXAxisMax(1.0).setYAxisMin(0.0).setYAxisMax(1.0);
    chart.getStyler().setXAxisDecimalPattern("0.##");
    List<Calibration.Bin> bins =
        evaluation.metrics().calibration().bins().stream()
            .filter(bin -> bin.examples() > 0)
            .toList();
    XYSeries even =
        ChartStyle.line(
            chart.addSeries("as confident as right", new double[] {0, 1}, new double[] {0, 1}),
            ChartStyle.INK);
    even.setLineStyle(
        new BasicStroke(1f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 1f, DASHES, 0f));
    XYSeries measured =
        ChartStyle.line(
            chart.addSeries(
                evaluation.evaluatedName(),
                bins.stream().mapToDouble(Calibration.Bin::confidence).toArray(),
                bins.stream().mapToDouble(Calibration.Bin::accuracy).toArray()),
            ChartStyle.BLUE);
    measured.setMarker(SeriesMarkers.CIRCLE);
    return new Picture(chart);
  }

  static String note(EvaluationSummary evaluation) {
    Calibration calibration = evaluation.metrics().calibration();
    return "Answers in %d bins of confidence, which is the probability of the most probable %s; above the dashed line they are right more often than they say. The expected calibration error, the mean distance from that line, is %s. The figures are in evaluation/calibration.csv."
        .formatted(
            calibration.bins().size(),
            evaluation.terms().label(),
            Wording.score(calibration.expectedError()));
  }
}
