package org.spiketrain.job.cli;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.spiketrain.job.config.ExperimentConfig;
import org.spiketrain.job.report.DataSummary;
import org.spiketrain.job.report.EvaluationSummary;
import org.spiketrain.job.report.ReportContent;
import org.spiketrain.job.report.TrainingHistory;
import org.spiketrain.model.zoo.ModelProvenance;
import org.spiketrain.preprocess.parquet.Manifest;
import org.spiketrain.preprocess.transform.Split;

/** Gathers what a report shows. */
final class Report {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm z");

  private Report() {}

  static ReportContent of(
      ExperimentConfig config,
      ModelProvenance model,
      Manifest frames,
      TrainingHistory history,
      EvaluationSummary summary) {
    return new ReportContent(
        "Spiketrain: names of %d languages".formatted(frames.classes().size()),
        "%s, %s, seed %d; %s"
            .formatted(
                config.output().path(),
                ZonedDateTime.now(ZoneId.systemDefault()).format(TIME),
                model.seed(),
                versions(model)),
        config.entries(),
        data(frames),
        Optional.of(history).filter(h -> !h.rows().isEmpty()),
        config.training().settings().evaluationSplit(),
        Optional.of(summary));
  }

  private static String versions(ModelProvenance model) {
    return model.versions().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  private static DataSummary data(Manifest frames) {
    List<String> notes = new ArrayList<>();
    notes.add("From %s, fingerprint %s.".formatted(frames.inputPath(), frames.inputFingerprint()));
    notes.add("Split: %s, seed %d.".formatted(frames.split().protocol().label(), frames.seed()));
    frames
        .rejects()
        .forEach((reason, n) -> notes.add("%s left out: %s.".formatted(names(n), reason)));
    if (frames.duplicatesRemoved() > 0) {
      notes.add(
          "%s left out that their language had already."
              .formatted(names(frames.duplicatesRemoved())));
    }
    notes.add(
        "%s in more than one language: no classifier gets all of them right."
            .formatted(names(frames.namesInSeveralClasses())));
    List<String> splits = Arrays.stream(Split.values()).map(Split::label).toList();
    return new DataSummary(splits, frames.counts(), notes);
  }

  private static String names(long count) {
    return String.format(Locale.ROOT, count == 1 ? "%,d name" : "%,d names", count);
  }
}
