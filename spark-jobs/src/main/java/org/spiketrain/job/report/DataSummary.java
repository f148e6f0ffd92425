package org.spiketrain.job.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.spiketrain.preprocess.parquet.Manifest;
import org.spiketrain.preprocess.transform.Split;

/**
 * What the data of a run is.
 *
 * @param splits names of the splits, in the order to be shown
 * @param counts number of examples by class, in label order, then by split
 * @param notes sentences worth knowing: where the data came from, what was left out
 */
public record DataSummary(
    List<String> splits, Map<String, Map<String, Long>> counts, List<String> notes) {

  /** The summary of a frames folder; splits without examples are left out. */
  public static DataSummary of(Manifest manifest) {
    List<String> splits =
        Arrays.stream(Split.values())
            .filter(split -> manifest.total(split) > 0)
            .map(Split::label)
            .toList();
    Map<String, Map<String, Long>> counts = new LinkedHashMap<>();
    manifest.classes().forEach(name -> counts.put(name, manifest.counts().get(name)));
    List<String> notes = new ArrayList<>();
    notes.add(
        "From %s, split %s.".formatted(manifest.inputPath(), manifest.split().protocol().label()));
    notes.add(
        "%s duplicates removed, %s names in several languages, %s rows set aside."
            .formatted(
                Figures.count(manifest.duplicatesRemoved()),
                Figures.count(manifest.namesInSeveralClasses()),
                Figures.count(
                    manifest.rejects().values().stream().mapToLong(Long::longValue).sum())));
    return new DataSummary(splits, counts, notes);
  }

  /** Number of examples by split, over all classes. */
  Map<String, Long> totals() {
    Map<String, Long> totals = new LinkedHashMap<>();
    counts.values().forEach(one -> one.forEach((split, n) -> totals.merge(split, n, Long::sum)));
    return totals;
  }
}
