package org.spiketrain.results;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.spiketrain.data.CorpusTerms;
import org.spiketrain.data.io.RawRecording;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.metrics.ActivityCounts.LayerActivity;
import org.spiketrain.model.metrics.ClassificationMetrics;
import org.spiketrain.model.metrics.ClassificationMetrics.ClassMetrics;
import org.spiketrain.model.metrics.ConfusionMatrix;
import org.spiketrain.model.metrics.TopClasses.RankedLabel;

/**
 * Results of an evaluation.
 *
 * @param terms what examples and classes are called
 * @param confusion the network's confusions, row = true class
 * @param activity how much the neurons of each spiking layer fired, from first to last
 * @param overTime accuracy in [0, 1] by the outputs of the first time steps alone, of one and more;
 *     empty where the network must have read everything before it answers
 * @param baselines accuracy in [0, 1] by name of the baseline, in the order to be shown; empty if
 *     none was measured
 * @param recording one of the recordings, if the data are recordings
 * @param sampled confusions of the tutorial's random pairs, if they were drawn
 */
public record EvaluationSummary(
    CorpusTerms terms,
    String split,
    ClassificationMetrics metrics,
    ConfusionMatrix confusion,
    List<LayerActivity> activity,
    List<Double> overTime,
    Map<String, Double> baselines,
    List<Prediction> predictions,
    Optional<Recording> recording,
    Optional<ConfusionMatrix> sampled) {
  private static final Map<String, String> BASELINE_NAMES =
      Map.of(
          "artificial", "the ANN that was converted",
          "converted", "the converted network, before fine-tuning",
          "majority", "always the most frequent class",
          "ngramNaiveBayes", "naive Bayes on 1 to 3 letters",
          "ngramNaiveBayesCaseFolded", "naive Bayes on 2 to 5 letters, case folded");

  /**
   * The answer for one example: its name or where it stands, its true class, and the most probable
   * classes, the most probable first.
   */
  public record Prediction(String name, String truth, List<RankedLabel> top) {}

  /**
   * A recording to be looked at: where it stands, its class, its events as recorded, if the file
   * still lies there, and what was made of them.
   */
  public record Recording(
      String source, String label, Optional<RawRecording> events, SpikeFrames frames) {}

  /** Names of the classes, in label order. */
  public List<String> classes() {
    return metrics.perClass().stream().map(ClassMetrics::name).toList();
  }

  /** Returns what the network that was evaluated is called beside the baselines. */
  public String evaluatedName() {
    return baselines.containsKey("converted") ? "the fine-tuned network" : "this network";
  }

  /** A baseline's name for a reader; its key in {@code metrics.json} if it has none. */
  public static String baselineName(String key) {
    return BASELINE_NAMES.getOrDefault(key, key);
  }

  public Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("metrics.json", OutputFiles.json(figures()));
    files.put("confusion-counts.csv", counts(confusion, classes()));
    files.put("confusion-row-normalised.csv", rowNormalised(confusion, classes()));
    if (!overTime.isEmpty()) {
      files.put("time-steps.csv", OutputFiles.csv("time_steps,accuracy", steps()));
    }
    sampled.ifPresent(drawn -> files.put("confusion-sampled.csv", rowNormalised(drawn, classes())));
    return files;
  }

  private List<List<?>> steps() {
    List<List<?>> rows = new ArrayList<>();
    for (double accuracy : overTime) {
      rows.add(List.of(rows.size() + 1, String.format(Locale.ROOT, "%.6f", accuracy)));
    }
    return rows;
  }

  private Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("split", split);
    figures.put("examples", metrics.examples());
    figures.put("accuracy", metrics.accuracy());
    figures.put("macroF1", metrics.macroF1());
    figures.put("top3Accuracy", metrics.top3Accuracy());
    figures.put("baselines", baselines);
    figures.put("perClass", metrics.perClass());
    figures.put("layers", activity);
    return figures;
  }

  static byte[] counts(ConfusionMatrix confusion, List<String> classes) {
    return table(classes, confusion::count);
  }

  /** Fractions of the examples of the true class; each row sums to 1, up to rounding. */
  static byte[] rowNormalised(ConfusionMatrix confusion, List<String> classes) {
    double[][] fractions = confusion.rowNormalised();
    return table(
        classes,
        (truth, predicted) -> String.format(Locale.ROOT, "%.6f", fractions[truth][predicted]));
  }

  private static byte[] table(List<String> classes, BiFunction<Integer, Integer, Object> cell) {
    String corner = "rows = true class; columns = predicted class,";
    List<List<Object>> rows = new ArrayList<>();
    for (int truth = 0; truth < classes.size(); truth++) {
      List<Object> row = new ArrayList<>(List.of(classes.get(truth)));
      for (int predicted = 0; predicted < classes.size(); predicted++) {
        row.add(cell.apply(truth, predicted));
      }
      rows.add(row);
    }
    return OutputFiles.csv(corner + OutputFiles.line(classes), rows);
  }
}
