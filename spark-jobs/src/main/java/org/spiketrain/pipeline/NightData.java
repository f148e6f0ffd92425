package org.spiketrain.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.config.ExperimentConfig;
import org.spiketrain.data.CorpusSettings;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.nightly.NightFolder;
import org.spiketrain.nightly.NightPlan;
import org.spiketrain.nightly.PartFacts;
import org.spiketrain.registry.ModelRegistry;
import org.spiketrain.results.NightRecord.Check;
import org.spiketrain.results.NightRecord.TakenData;

/**
 * The new data of a night: made into frames, which wait in the night's own folder until they are
 * found good, and then taken in.
 */
record NightData(
    SparkSession spark,
    ExperimentConfig config,
    NightFolder folder,
    ModelRegistry registry,
    String night,
    NightPlan plan) {
  private static final Logger LOG = LoggerFactory.getLogger(NightData.class);

  /**
   * What the data are like.
   *
   * @param refusals why they are not to be trained on; none if they may be
   * @param isTooLittle whether they wait for the next night
   * @param notes what was not looked at, and why
   */
  record Found(
      List<TakenData> data,
      List<Check> checks,
      List<String> refusals,
      boolean isTooLittle,
      List<String> notes) {
    Found {
      // Nights that an earlier version began have none.
      notes = notes == null ? List.of() : notes;
    }

    long examples() {
      return data.stream().mapToLong(TakenData::examples).sum();
    }
  }

  /** Makes the frames and looks at them. */
  Found find() {
    Map<PartFacts, Manifest> made = new LinkedHashMap<>();
    List<String> refusals = new ArrayList<>();
    for (PartFacts part : parts()) {
      try {
        made.put(part, frames(part));
      } catch (UserErrorException e) {
        if (FileSystems.isFull(e)) {
          throw e;
        }
        refusals.add("%s: %s".formatted(part.shown(), e.getMessage()));
      }
    }
    List<TakenData> data =
        made.entrySet().stream().map(one -> taken(one.getKey(), one.getValue())).toList();
    if (!refusals.isEmpty()) {
      return new Found(data, List.of(), refusals, false, List.of());
    }
    long examples = data.stream().mapToLong(TakenData::examples).sum();
    if (!data.isEmpty() && examples < config.nightly().checks().leastExamples()) {
      return new Found(data, List.of(), List.of(), true, List.of());
    }
    NightChecks.Looked looked = new NightChecks(spark, config, folder, registry, plan).of(made);
    return new Found(data, looked.checks(), refused(looked.checks()), false, looked.notes());
  }

  private static List<String> refused(List<Check> looked) {
    return looked.stream().filter(check -> !check.passed()).map(Check::found).toList();
  }

  /** All data of the night, the base first. */
  List<PartFacts> parts() {
    List<PartFacts> parts = new ArrayList<>();
    if (!plan.base().isEmpty()) {
      parts.add(PartFacts.base(plan.base(), night));
    }
    plan.data().forEach(one -> parts.add(PartFacts.of(one, night)));
    return parts;
  }

  /** Where frames lie now: they wait, or were taken in by an earlier start. */
  static Path place(NightFolder folder, NightPlan plan, PartFacts part) {
    return folder.isTakenIn(plan.generation(), part.name())
        ? folder.frames(plan.generation(), part.name())
        : folder.waiting(part.night(), part.name());
  }

  private Manifest frames(PartFacts part) {
    Path place = place(folder, plan, part);
    if (!FileSystems.exists(folder.conf(), place)) {
      LOG.info("Preprocessing {}", part.shown());
      CorpusSettings data = config.with(part.keys()).data();
      if (part.base()) {
        return data.preprocess(spark, place.toString(), OutputMode.REFUSE_EXISTING, List.of());
      }
      return data.append(spark, base(), place.toString(), OutputMode.REFUSE_EXISTING);
    }
    return FrameParquet.readManifest(folder.conf(), place);
  }

  private Path base() {
    return place(folder, plan, PartFacts.base(plan.base(), night));
  }

  private static TakenData taken(PartFacts part, Manifest manifest) {
    return new TakenData(
        part.shown(), manifest.inputPath(), part.base(), manifest.total(), manifest.rejects());
  }

  /** Takes all of them in, those that are not yet. */
  void takeIn() {
    parts().forEach(part -> folder.takeIn(plan.generation(), part));
  }
}
