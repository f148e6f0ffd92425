package org.spiketrain.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.spiketrain.model.metrics.ClassMetrics;
import org.spiketrain.model.metrics.ClassificationMetrics;
import org.spiketrain.model.metrics.ConfusionMatrix;
import org.spiketrain.model.metrics.LayerActivity;
import org.spiketrain.report.ConfusionPicture;
import org.spiketrain.report.CorpusTerms;
import org.spiketrain.report.EvaluationSummary;
import org.spiketrain.report.Picture;
import org.spiketrain.report.RasterPicture;

/** The files of an evaluation, by name. */
final class EvaluationFiles {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private EvaluationFiles() {}

  static Map<String, byte[]> of(EvaluationSummary summary) {
    List<String> classes = summary.metrics().perClass().stream().map(ClassMetrics::name).toList();
    Map<String, byte[]> files = new LinkedHashMap<>();
    ConfusionMatrix confusion = summary.confusion();
    files.put("metrics.json", metrics(summary));
    files.put("confusion-counts.csv", utf8(ConfusionCsv.counts(confusion, classes)));
    files.put("confusion-row-normalised.csv", utf8(ConfusionCsv.rowNormalised(confusion, classes)));
    put(
        files,
        "confusion",
        ConfusionPicture.of(
            "Confusions on the %s split".formatted(summary.split()),
            summary.terms().label(),
            classes,
            confusion.rowNormalised()));
    summary
        .recording()
        .ifPresent(recording -> put(files, "recording", RasterPicture.of(recording)));
    summary
        .sampled()
        .ifPresent(
            sampled -> {
              files.put(
                  "confusion-sampled.csv", utf8(ConfusionCsv.rowNormalised(sampled, classes)));
              put(files, "confusion-sampled", sampledPicture(summary.terms(), sampled, classes));
            });
    return files;
  }

  private static Picture sampledPicture(
      CorpusTerms terms, ConfusionMatrix sampled, List<String> classes) {
    return ConfusionPicture.of(
        "Confusions of %d random %ss from all data".formatted(sampled.total(), terms.example()),
        terms.label(),
        classes,
        sampled.rowNormalised());
  }

  private static void put(Map<String, byte[]> files, String name, Picture picture) {
    files.put(name + ".svg", picture.svg());
    files.put(name + ".png", picture.png());
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

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
