package org.spiketrain.results;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.spiketrain.data.CorpusTerms;
import org.spiketrain.data.io.RawRecording;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.metrics.ClassificationMetrics;
import org.spiketrain.model.metrics.ConfusionMatrix;
import org.spiketrain.model.metrics.LayerActivity;
import org.spiketrain.model.metrics.RankedLabel;

/**
 * Results of an evaluation.
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

  /** Names of the baselines of {@code metrics.json} for a reader. */
  public static final class BaselineNames {
    private static final Map<String, String> NAMES =
        Map.of(
            "artificial", "the ANN that was converted",
            "converted", "the converted network, before fine-tuning",
            "majority", "always the most frequent class",
            "ngramNaiveBayes", "naive Bayes on 1 to 3 letters",
            "ngramNaiveBayesCaseFolded", "naive Bayes on 2 to 5 letters, case folded");

    private BaselineNames() {}

    /** Returns what the network that was evaluated is called beside them. */
    public static String evaluated(Set<String> baselines) {
      return baselines.contains("converted") ? "the fine-tuned network" : "this network";
    }

    /** A baseline's name; its key if it has none. */
    public static String of(String key) {
      return NAMES.getOrDefault(key, key);
    }
  }
}
