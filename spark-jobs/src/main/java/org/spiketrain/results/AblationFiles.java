package org.spiketrain.results;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.spiketrain.results.OutputFiles.CsvField;

/** The tables of an ablation, as CSV files and as rows of text. */
public final class AblationFiles {
  private AblationFiles() {}

  /** Returns the CSV files by name. */
  public static Map<String, byte[]> of(Ablation ablation) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("ablation.csv", csv(trials(ablation)));
    files.put("ablation-summary.csv", csv(summary(ablation)));
    return files;
  }

  /** Returns a header, and a row for each trial. */
  public static List<List<String>> trials(Ablation ablation) {
    List<String> networks = ablation.networks();
    List<String> layers = ablation.layers();
    boolean seedGiven = ablation.keys().contains(Ablation.SEED);
    List<List<String>> rows = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of("trial"));
    header.addAll(ablation.keys());
    if (!seedGiven) {
      header.add(Ablation.SEED);
    }
    header.add("split");
    networks.forEach(network -> header.add("accuracy_" + network));
    layers.forEach(layer -> header.add("firing_rate_layer_" + layer));
    header.add("training_seconds");
    header.add("error");
    rows.add(header);
    for (TrialResult row : ablation.rows()) {
      List<String> fields = new ArrayList<>(List.of(row.name()));
      ablation.keys().forEach(key -> fields.add(row.labels().get(key)));
      if (!seedGiven) {
        fields.add(Long.toString(row.seed()));
      }
      fields.add(row.result().map(TrialResult.Result::split).orElse(""));
      Map<String, Double> accuracies =
          row.result().map(TrialResult.Result::accuracies).orElse(Map.of());
      networks.forEach(network -> fields.add(number(accuracies.get(network))));
      Map<String, Double> rates =
          row.result().map(TrialResult.Result::firingRates).orElse(Map.of());
      layers.forEach(layer -> fields.add(number(rates.get(layer))));
      fields.add(row.result().map(result -> seconds(result.seconds())).orElse(""));
      fields.add(row.error());
      rows.add(fields);
    }
    return rows;
  }

  /** Returns a header, and a row for each combination of values without seed and fold. */
  public static List<List<String>> summary(Ablation ablation) {
    List<String> networks = ablation.networks();
    List<List<String>> rows = new ArrayList<>();
    List<String> header = new ArrayList<>(ablation.settingKeys());
    header.add("runs");
    networks.forEach(network -> header.addAll(List.of(network + "_mean", network + "_deviation")));
    rows.add(header);
    for (Ablation.Group group : ablation.groups()) {
      List<String> fields = new ArrayList<>();
      ablation.settingKeys().forEach(key -> fields.add(group.labels().get(key)));
      Ablation.Spread trained = group.accuracies().get(Ablation.TRAINED);
      fields.add(Integer.toString(trained == null ? 0 : trained.count()));
      for (String network : networks) {
        Ablation.Spread spread = group.accuracies().get(network);
        fields.add(spread == null ? "" : number(spread.mean()));
        fields.add(spread == null || spread.count() < 2 ? "" : number(spread.deviation()));
      }
      rows.add(fields);
    }
    return rows;
  }

  private static byte[] csv(List<List<String>> rows) {
    return rows.stream()
        .map(row -> row.stream().map(CsvField::quoted).collect(Collectors.joining(",")) + "\n")
        .collect(Collectors.joining())
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String number(Double value) {
    return value == null ? "" : String.format(Locale.ROOT, "%.6f", value);
  }

  private static String seconds(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
