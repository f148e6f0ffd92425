package org.spiketrain.results;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.model.UserErrorException;

/**
 * Result of a trial of an ablation.
 *
 * @param name of the trial and its folder
 * @param labels what the values of the grid's keys are called, by key
 * @param seed its seed
 * @param result what it gave, unless it failed
 * @param error why it failed, empty if it did not
 */
public record TrialResult(
    String name, Map<String, String> labels, long seed, Optional<Result> result, String error) {
  public TrialResult {
    labels = new LinkedHashMap<>(labels);
  }

  /**
   * Figures of a run.
   *
   * @param split the split that was evaluated
   * @param accuracies accuracy of the trained network and those it was made of, in [0, 1]
   * @param firingRates mean firing rate by layer
   * @param seconds of training, that of an ANN and of all resumptions included
   */
  public record Result(
      String split,
      Map<String, Double> accuracies,
      Map<String, Double> firingRates,
      double seconds) {
    public Result {
      accuracies = new LinkedHashMap<>(accuracies);
      firingRates = new LinkedHashMap<>(firingRates);
    }

    private static final List<String> MADE_OF = List.of("artificial", "converted");

    /**
     * Reads the result of a run that is over.
     *
     * @throws UserErrorException if its evaluation cannot be read
     */
    public static Result read(Configuration conf, OutputLayout run) {
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
      return new Result(
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
}
