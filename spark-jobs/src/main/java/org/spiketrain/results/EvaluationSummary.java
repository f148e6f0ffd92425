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
import org.spiketrain.model.metrics.Calibration;
import org.spiketrain.model.metrics.ClassificationMetrics;
import org.spiketrain.model.metrics.ClassificationMetrics.ClassMetrics;
import org.spiketrain.model.metrics.ConfusionMatrix;
import org.spiketrain.model.metrics.ScoreIntervals;
import org.spiketrain.model.metrics.TopClasses.RankedLabel;

/**
 * Results of an evaluation.
 *
 * @param terms what examples and classes are called
 * @param conditions what was evaluated, and how
 * @param intervals of the network's scores, 95 %
 * @param confusion the network's confusions, row = true class; where answers may be none, that is a
 *     column behind the classes
 * @param activity how much the neurons of each spiking layer fired, from first to last
 * @param overTime accuracy in [0, 1] by the outputs of the first time steps alone, of one and more;
 *     empty where the network must have read everything before it answers
 * @param compared others that have answered the same examples, in the order to be shown
 * @param recording one of the recordings, if the data are recordings
 * @param sampled confusions of the tutorial's random pairs, if they were drawn
 */
public record EvaluationSummary(
    CorpusTerms terms,
    Conditions conditions,
    ClassificationMetrics metrics,
    ScoreIntervals intervals,
    ConfusionMatrix confusion,
    List<LayerActivity> activity,
    List<Double> overTime,
    List<ComparedClassifier> compared,
    List<Prediction> predictions,
    Optional<Recording> recording,
    Optional<ConfusionMatrix> sampled) {
  private static final String NONE = "(none)";
  private static final String BIN_COLUMNS = "above,to,examples,mean_confidence,accuracy";

  /** Key of the network that was converted, where one was. */
  public static final String ARTIFICIAL = "artificial";

  /** Before the names of members of a committee, where a key says which network it is. */
  public static final String MEMBER = "member-";

  /** Key of the converted network before fine-tuning. */
  public static final String CONVERTED = "converted";

  /** The same of networks that are trained beside. */
  public static final String BESIDE = "beside-";

  private static final Map<String, String> NETWORK_TITLES =
      Map.of(
          ARTIFICIAL, "the ANN that was converted",
          CONVERTED, "the converted network, before fine-tuning");

  /**
   * What was evaluated, and how.
   *
   * @param split of the frames
   * @param priors shares of the classes for which the answers are, as the setting says
   * @param noneBelow probability below which an answer is none; 0 where each example has one
   * @param parameters where in its training the network had its parameters, if that is known
   */
  public record Conditions(
      String split, String priors, double noneBelow, Optional<EvaluatedParameters> parameters) {
    /** Of a network that answers as it has learnt. */
    public static Conditions plain(String split) {
      return new Conditions(split, "trained", 0, Optional.empty());
    }
  }

  /**
   * The answer for one example: its name or where it stands, its true class, and the most probable
   * classes, the most probable first; none if that is not probable enough.
   */
  public record Prediction(String name, String truth, List<RankedLabel> top, boolean none) {}

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

  public String split() {
    return conditions.split();
  }

  /** Whether an answer may be none. */
  public boolean mayBeNone() {
    return conditions.noneBelow() > 0;
  }

  /** Names of the columns of the confusions: the classes, and none where an answer may be none. */
  public List<String> answers() {
    List<String> answers = new ArrayList<>(classes());
    if (confusion.classes() > answers.size()) {
      answers.add(NONE);
    }
    return answers;
  }

  /** Returns what the network that was evaluated is called beside the others. */
  public String evaluatedName() {
    if (compared.stream().anyMatch(one -> one.key().startsWith(MEMBER))) {
      return "the committee";
    }
    return compared.stream().anyMatch(one -> one.key().equals(CONVERTED))
        ? "the fine-tuned network"
        : "this network";
  }

  /** What a network of a run is called for a reader, by its key. */
  public static String networkTitle(String key) {
    return key.startsWith(BESIDE)
        ? "network " + key.substring(BESIDE.length())
        : NETWORK_TITLES.getOrDefault(key, key);
  }

  public Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("metrics.json", OutputFiles.json(figures()));
    files.put("confusion-counts.csv", counts(confusion, answers()));
    files.put("confusion-row-normalised.csv", rowNormalised(confusion, answers()));
    files.put("calibration.csv", OutputFiles.csv(BIN_COLUMNS, bins()));
    if (!overTime.isEmpty()) {
      files.put("time-steps.csv", OutputFiles.csv("time_steps,accuracy", steps()));
    }
    sampled.ifPresent(drawn -> files.put("confusion-sampled.csv", rowNormalised(drawn, answers())));
    return files;
  }

  private List<List<?>> bins() {
    List<List<?>> rows = new ArrayList<>();
    for (Calibration.Bin bin : metrics.calibration().bins()) {
      rows.add(
          List.of(
              six(bin.from()),
              six(bin.to()),
              bin.examples(),
              six(bin.confidence()),
              six(bin.accuracy())));
    }
    return rows;
  }

  private static String six(double figure) {
    return String.format(Locale.ROOT, "%.6f", figure);
  }

  private List<List<?>> steps() {
    List<List<?>> rows = new ArrayList<>();
    for (double accuracy : overTime) {
      rows.add(List.of(rows.size() + 1, six(accuracy)));
    }
    return rows;
  }

  private Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("split", split());
    figures.put("examples", metrics.examples());
    figures.putAll(ComparedClassifier.scores(metrics, intervals));
    figures.put("answering", answering());
    conditions.parameters().ifPresent(where -> figures.put("parametersOf", where));
    Map<String, Object> baselines = new LinkedHashMap<>();
    compared.forEach(one -> baselines.put(one.key(), one.figures()));
    figures.put("baselines", baselines);
    figures.put("calibration", metrics.calibration().bins());
    figures.put("perClass", metrics.perClass());
    figures.put("layers", activity);
    return figures;
  }

  private Map<String, Object> answering() {
    Map<String, Object> answering = new LinkedHashMap<>();
    answering.put("priors", conditions.priors());
    answering.put("noneBelow", conditions.noneBelow());
    return answering;
  }

  static byte[] counts(ConfusionMatrix confusion, List<String> classes) {
    return table(classes, confusion::count);
  }

  /** Fractions of the examples of the true class; each row sums to 1, up to rounding. */
  static byte[] rowNormalised(ConfusionMatrix confusion, List<String> classes) {
    double[][] fractions = confusion.rowNormalised();
    return table(classes, (truth, predicted) -> six(fractions[truth][predicted]));
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
