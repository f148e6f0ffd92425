package org.spiketrain.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import org.spiketrain.model.metrics.ClassMetrics;
import org.spiketrain.model.metrics.ClassificationMetrics;
import org.spiketrain.model.metrics.ConfusionMatrix;
import org.spiketrain.model.metrics.LayerActivity;
import org.spiketrain.results.OutputFiles.CsvField;

/**
 * The files of an evaluation by name: {@code metrics.json}, and confusion matrices as CSV, whose
 * header says in its corner which axis is the truth.
 */
public final class EvaluationFiles {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private static final String CORNER = "rows = true class; columns = predicted class";

  private EvaluationFiles() {}

  /** Returns the files by name. */
  public static Map<String, byte[]> of(EvaluationSummary summary) {
    List<String> classes = summary.metrics().perClass().stream().map(ClassMetrics::name).toList();
    Map<String, byte[]> files = new LinkedHashMap<>();
    ConfusionMatrix confusion = summary.confusion();
    files.put("metrics.json", metrics(summary));
    files.put("confusion-counts.csv", utf8(counts(confusion, classes)));
    files.put("confusion-row-normalised.csv", utf8(rowNormalised(confusion, classes)));
    summary
        .sampled()
        .ifPresent(
            sampled -> files.put("confusion-sampled.csv", utf8(rowNormalised(sampled, classes))));
    return files;
  }

  private static byte[] metrics(EvaluationSummary summary) {
    ClassificationMetrics metrics = summary.metrics();
    ObjectNode root = JSON.createObjectNode();
    root.put("split", summary.split());
    root.put("examples", metrics.examples());
    root.put("accuracy", metrics.accuracy());
    root.put("macroF1", metrics.macroF1());
    root.put("top3Accuracy", metrics.top3Accuracy());
    ObjectNode baselines = root.putObject("baselines");
    summary.baselines().forEach(baselines::put);
    ArrayNode perClass = root.putArray("perClass");
    for (ClassMetrics one : metrics.perClass()) {
      ObjectNode node = perClass.addObject();
      node.put("class", one.name());
      node.put("precision", one.precision());
      node.put("recall", one.recall());
      node.put("f1", one.f1());
      node.put("support", one.support());
    }
    layers(summary, root.putArray("layers"));
    try {
      return JSON.writeValueAsBytes(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("metrics cannot be written as JSON", e);
    }
  }

  private static void layers(EvaluationSummary summary, ArrayNode layers) {
    for (LayerActivity one : summary.activity()) {
      ObjectNode node = layers.addObject();
      node.put("layer", one.layer());
      node.put("name", one.name());
      node.put("neurons", one.neurons());
      node.put("firingRate", one.firingRate());
      node.put("dead", one.dead());
      node.put("saturated", one.saturated());
    }
  }

  /** Numbers of examples. */
  static String counts(ConfusionMatrix confusion, List<String> classes) {
    return table(classes, truth -> predicted -> Long.toString(confusion.count(truth, predicted)));
  }

  /** Fractions of the examples of the true class; each row sums to 1, up to rounding. */
  static String rowNormalised(ConfusionMatrix confusion, List<String> classes) {
    double[][] fractions = confusion.rowNormalised();
    return table(
        classes,
        truth -> predicted -> String.format(Locale.ROOT, "%.6f", fractions[truth][predicted]));
  }

  private static String table(List<String> classes, IntFunction<IntFunction<String>> cells) {
    StringBuilder csv = new StringBuilder(CORNER);
    classes.forEach(name -> csv.append(',').append(CsvField.quoted(name)));
    csv.append('\n');
    for (int truth = 0; truth < classes.size(); truth++) {
      csv.append(CsvField.quoted(classes.get(truth)));
      for (int predicted = 0; predicted < classes.size(); predicted++) {
        csv.append(',').append(cells.apply(truth).apply(predicted));
      }
      csv.append('\n');
    }
    return csv.toString();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
