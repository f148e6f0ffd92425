package org.spiketrain.report;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The files of an ablation, by name. */
public final class AblationFiles {
  private final Ablation ablation;

  private AblationFiles(Ablation ablation) {
    this.ablation = ablation;
  }

  /** Tables, picture and page; no picture where nothing has a result. */
  public static Map<String, byte[]> of(Ablation ablation) {
    AblationFiles files = new AblationFiles(ablation);
    Map<String, byte[]> all = new LinkedHashMap<>();
    all.put("ablation.csv", utf8(csv(files.rows())));
    all.put("ablation-summary.csv", utf8(csv(files.summary())));
    HtmlPage page = new HtmlPage(HtmlReport.TITLE_PREFIX + "ablation", files.ablation.title());
    page.heading("Accuracy");
    if (!ablation.networks().isEmpty()) {
      Picture picture = AblationPicture.of(ablation);
      all.put("ablation.svg", picture.svg());
      all.put("ablation.png", picture.png());
      page.png(picture, "accuracy against the first key");
    }
    table(page, files.summary());
    page.note(
        "Means over seeds and folds, with the sample standard deviation. The trained network is the one that a run ends with; artificial and converted are those it was made of.");
    page.heading("Settings");
    table(page, files.rows());
    page.note(
        "Each setting is a run of its own, in the folder of its name below settings/. Seconds are those of the training, the artificial network's included where it was taken over from another setting.");
    all.put("report.html", utf8(page.toHtml()));
    return all;
  }

  /** The header and a row a setting. */
  private List<List<String>> rows() {
    List<String> networks = ablation.networks();
    List<String> layers = ablation.layers();
    boolean seedGiven = ablation.keys().contains(Ablation.SEED);
    List<List<String>> rows = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of("setting"));
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
    for (AblationRow row : ablation.rows()) {
      List<String> fields = new ArrayList<>(List.of(row.name()));
      ablation.keys().forEach(key -> fields.add(row.labels().get(key)));
      if (!seedGiven) {
        fields.add(Long.toString(row.seed()));
      }
      fields.add(row.result().map(AblationRow.Result::split).orElse(""));
      Map<String, Double> accuracies =
          row.result().map(AblationRow.Result::accuracies).orElse(Map.of());
      networks.forEach(network -> fields.add(number(accuracies.get(network))));
      Map<String, Double> rates =
          row.result().map(AblationRow.Result::firingRates).orElse(Map.of());
      layers.forEach(layer -> fields.add(number(rates.get(layer))));
      fields.add(row.result().map(result -> seconds(result.seconds())).orElse(""));
      fields.add(row.error());
      rows.add(fields);
    }
    return rows;
  }

  /** The header and a row a setting without its seed and fold. */
  private List<List<String>> summary() {
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

  private static void table(HtmlPage page, List<List<String>> rows) {
    page.table(rows.get(0), rows.subList(1, rows.size()));
  }

  private static String csv(List<List<String>> rows) {
    return rows.stream()
        .map(row -> row.stream().map(CsvField::quoted).collect(Collectors.joining(",")) + "\n")
        .collect(Collectors.joining());
  }

  private static String number(Double value) {
    return value == null ? "" : String.format(Locale.ROOT, "%.6f", value);
  }

  private static String seconds(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
