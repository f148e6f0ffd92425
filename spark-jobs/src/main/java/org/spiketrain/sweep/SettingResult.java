package org.spiketrain.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.source.FileSystems;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.results.Ablation;
import org.spiketrain.results.HistoryRow;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.results.RunFiles;
import org.spiketrain.results.TrialResult;

/** Reads what a run has left. */
public final class SettingResult {
  private static final List<String> MADE_OF = List.of("artificial", "converted");

  private SettingResult() {}

  /**
   * Reads the result of a run that is over.
   *
   * @throws UserErrorException if its evaluation cannot be read
   */
  public static TrialResult.Result read(Configuration conf, OutputLayout run) {
    Path file = new Path(run.evaluation(), "metrics.json");
    JsonNode metrics;
    try (InputStream in = FileSystems.of(conf, file).open(file)) {
      metrics = new ObjectMapper().readTree(in.readAllBytes());
    } catch (IOException e) {
      throw new UserErrorException(
          "Cannot read %s: %s. Evaluate that run again, or delete its folder"
              .formatted(file, e.getMessage()),
          e);
    }
    Map<String, Double> accuracies = new LinkedHashMap<>();
    accuracies.put(Ablation.TRAINED, metrics.path("accuracy").asDouble());
    for (String network : MADE_OF) {
      if (metrics.path("baselines").has(network)) {
        accuracies.put(network, metrics.path("baselines").path(network).asDouble());
      }
    }
    Map<String, Double> rates = new LinkedHashMap<>();
    for (JsonNode layer : metrics.path("layers")) {
      rates.put(layer.path("layer").asText(), layer.path("firingRate").asDouble());
    }
    return new TrialResult.Result(
        metrics.path("split").asText(),
        accuracies,
        rates,
        seconds(conf, run) + seconds(conf, run.artificial()));
  }

  private static double seconds(Configuration conf, OutputLayout training) {
    List<HistoryRow> rows = new RunFiles(conf, training).readHistory().rows();
    return rows.isEmpty() ? 0 : rows.get(rows.size() - 1).seconds();
  }
}
