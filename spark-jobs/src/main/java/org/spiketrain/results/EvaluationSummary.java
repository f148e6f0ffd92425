package org.spiketrain.results;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spiketrain.data.io.RawRecording;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.metrics.ClassificationMetrics;
import org.spiketrain.model.metrics.ConfusionMatrix;
import org.spiketrain.model.metrics.LayerActivity;
import org.spiketrain.model.metrics.RankedLabel;

/**
 * What an evaluation found.
 *
 * @param terms what examples and classes are called
 * @param split the split that was evaluated
 * @param metrics the network's figures
 * @param confusion the network's confusions, row = true class
 * @param activity how much the neurons of each spiking layer fired, from first to last
 * @param baselines accuracy in [0, 1] by name of the baseline, in the order to be shown; empty if
 *     none was measured
 * @param predictions a few predictions
 * @param recording one of the recordings, if the data are recordings
 * @param sampled confusions of the tutorial's random pairs, if they were drawn
 */
public record EvaluationSummary(
    CorpusTerms terms,
    String split,
    ClassificationMetrics metrics,
    ConfusionMatrix confusion,
    List<LayerActivity> activity,
    Map<String, Double> baselines,
    List<Prediction> predictions,
    Optional<Recording> recording,
    Optional<ConfusionMatrix> sampled) {

  /**
   * The answer for one example.
   *
   * @param name the name as it stands in the data, or where the recording stands
   * @param truth its true class
   * @param top the most probable classes, the most probable first
   */
  public record Prediction(String name, String truth, List<RankedLabel> top) {}

  /**
   * A recording to be looked at.
   *
   * @param source where it stands in the data
   * @param label its true class
   * @param events its events as recorded, if the file still lies there
   * @param frames what was made of them
   */
  public record Recording(
      String source, String label, Optional<RawRecording> events, SpikeFrames frames) {}
}
