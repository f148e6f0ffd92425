package org.spiketrain.pipeline;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.config.ExperimentConfig;
import org.spiketrain.data.Wording;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.data.io.FileSystems;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.nightly.Gate;
import org.spiketrain.nightly.NightFolder;
import org.spiketrain.nightly.NightPlan;
import org.spiketrain.nightly.NightlySettings;
import org.spiketrain.nightly.Notifier;
import org.spiketrain.nightly.Stages;
import org.spiketrain.pipeline.NightComparison.Answered;
import org.spiketrain.pipeline.NightData.Found;
import org.spiketrain.pipeline.NightTraining.Prepared;
import org.spiketrain.registry.ModelRegistry;
import org.spiketrain.registry.ModelVersion;
import org.spiketrain.registry.VersionDraft;
import org.spiketrain.results.NightRecord;
import org.spiketrain.results.NightRecord.Condition;
import org.spiketrain.results.NightRecord.Trained;
import org.spiketrain.results.NightStatus;
import org.spiketrain.results.OutputLayout;
import org.spiketrain.results.Renderer;

/**
 * One night, stage by stage. What a stage has found is on disk before the next one begins, so that
 * a start after a crash, at whatever moment, goes on to the same end.
 */
final class Night {
  private static final Logger LOG = LoggerFactory.getLogger(Night.class);

  /** Nights that the report shows. */
  private static final int REPORTED = 30;

  static final String BLESSED = "BLESSED";
  static final String NOT_BLESSED = "NOT_BLESSED";
  static final String CHALLENGER = "challenger";

  /** The stage behind which the champion is not looked at any more. */
  static final String PUBLISHED = "registry";

  private final SparkSession spark;
  private final ExperimentConfig config;
  private final NightFolder folder;
  private final ModelRegistry registry;
  private final NightListener listener;
  private final Renderer renderer;
  private final String name;
  private final NightPlan plan;
  private final Stages stages;
  private final NightBook book;

  Night(
      SparkSession spark,
      ExperimentConfig config,
      NightFolder folder,
      ModelRegistry registry,
      NightListener listener,
      Renderer renderer,
      String name,
      NightPlan plan) {
    this.spark = spark;
    this.config = config;
    this.folder = folder;
    this.registry = registry;
    this.listener = listener;
    this.renderer = renderer;
    this.name = name;
    this.plan = plan;
    this.stages = new Stages(folder, name);
    this.book =
        new NightBook(name, config.nightly().model(), plan, folder.record(name), stages::seconds);
  }

  private NightlySettings settings() {
    return config.nightly();
  }

  /** Runs it to its end, and returns its record. */
  NightRecord run() {
    folder.writeRecord(book.record());
    try {
      Outcome outcome = outcome();
      return end(outcome.status(), outcome.reasons());
    } catch (RuntimeException e) {
      if (!spark.sparkContext().isStopped()) {
        fail(e);
      }
      throw e;
    }
  }

  private void fail(RuntimeException why) {
    try {
      end(NightStatus.FAILED, List.of(Messages.of(why)));
    } catch (RuntimeException e) {
      // Most likely the same fault again, of which the first one says more.
      why.addSuppressed(e);
    }
  }

  private record Outcome(NightStatus status, List<String> reasons) {}

  private Outcome outcome() {
    if (plan.isEmpty() && plan.champion() > 0) {
      return new Outcome(NightStatus.NOTHING_NEW, List.of("no data have come"));
    }
    NightData data = new NightData(spark, config, folder, registry, name, plan);
    Found found = stages.once("data", Found.class, data::find);
    book.data = found.data();
    book.checks = found.checks();
    book.notes.addAll(found.notes());
    listener.checked(found.data(), found.checks());
    if (!found.refusals().isEmpty()) {
      return new Outcome(NightStatus.REFUSED, found.refusals());
    }
    if (found.isTooLittle()) {
      return new Outcome(
          NightStatus.NOTHING_NEW,
          List.of(
              "%s, fewer than nightly.checks.least-examples (%s): they wait for the next night"
                  .formatted(
                      Wording.counted(found.examples(), "new example"),
                      settings().checks().leastExamples())));
    }
    data.takeIn();
    return trained();
  }

  private Outcome trained() {
    NightTraining training =
        new NightTraining(spark, config, folder, registry, listener, renderer, name, plan);
    Prepared prepared = stages.once("view", Prepared.class, training::prepare);
    book.notes.addAll(prepared.notes());
    book.trained = stages.once("training", Trained.class, () -> training.train(prepared));
    NightComparison comparison =
        new NightComparison(spark, config, folder, registry, plan, training.model());
    Answered answered = stages.once("answers", Answered.class, comparison::answers);
    book.holdOuts = answered.holdOuts();
    Conditions conditions =
        stages.once("gate", Conditions.class, () -> conditions(comparison, answered));
    book.conditions = conditions.all();
    listener.judged(conditions.all());
    boolean blessed = conditions.all().stream().allMatch(Condition::met);
    writeVerdict(blessed, conditions.all());
    int version = stages.once(PUBLISHED, Published.class, () -> publish(blessed)).version();
    return promoted(blessed, version, conditions.all());
  }

  record Conditions(List<Condition> all) {}

  record Published(int version) {}

  private Conditions conditions(NightComparison comparison, Answered answered) {
    List<Condition> conditions = new ArrayList<>();
    if (!answered.problem().isEmpty()) {
      conditions.add(
          new Condition(
              "comparison",
              false,
              answered.problem() + " To promote it all the same: spiketrain models alias"));
    }
    conditions.addAll(
        new Gate(settings().gate())
            .conditions(answered.holdOuts(), comparison.modelBytes(), comparison.freshAnswers()));
    return new Conditions(conditions);
  }

  private void writeVerdict(boolean blessed, List<Condition> conditions) {
    String text =
        conditions.stream()
            .map(one -> "%-7s  %s: %s%n".formatted(one.verdict(), one.name(), one.found()))
            .collect(Collectors.joining());
    Path night = folder.night(name);
    FileSystems.delete(folder.conf(), new Path(night, blessed ? NOT_BLESSED : BLESSED));
    AtomicOutput.writeFile(
        folder.conf(),
        new Path(night, blessed ? BLESSED : NOT_BLESSED),
        text.getBytes(StandardCharsets.UTF_8),
        OutputMode.OVERWRITE);
  }

  private Published publish(boolean blessed) {
    RunDraft run = new RunDraft(folder.conf(), new OutputLayout(folder.run(name)).model());
    ModelVersion version =
        registry.publish(
            settings().model(),
            new VersionDraft(
                // A night that is done anew, in a folder made anew, has another candidate.
                "%s, %s".formatted(folder.key(name), run.checksum()),
                run.modelFile(),
                run.beside(),
                Map.of("record.json", book.record().bytes()),
                Map.of(
                    "night", name,
                    "blessed", Boolean.toString(blessed),
                    "started-from", book.trained.start()),
                NightMirror.metrics(book.record())));
    return new Published(version.number());
  }

  private Outcome promoted(boolean blessed, int version, List<Condition> conditions) {
    book.candidate = version;
    registry.setAlias(settings().model(), CHALLENGER, version, "night " + name);
    if (!blessed) {
      book.championAfter = registry.champion(settings().model());
      return new Outcome(NightStatus.NOT_PROMOTED, unmet(conditions));
    }
    int now =
        registry.moveAlias(
            settings().model(), ModelRegistry.CHAMPION, plan.champion(), version, "night " + name);
    book.championAfter = now;
    return now == version
        ? new Outcome(NightStatus.PROMOTED, List.of("all conditions are met"))
        : new Outcome(
            NightStatus.NOT_PROMOTED,
            List.of(
                "%s meanwhile, and the candidate was compared with %s"
                    .formatted(
                        now == 0
                            ? "the champion's alias was taken away"
                            : "the champion has become version " + now,
                        plan.champion() == 0 ? "none" : Integer.toString(plan.champion()))));
  }

  private static List<String> unmet(List<Condition> conditions) {
    return conditions.stream()
        .filter(one -> !one.met())
        .map(one -> one.name() + ": " + one.found())
        .toList();
  }

  /** Tells whoever is to be told, and writes the record and what follows it. */
  private NightRecord end(NightStatus status, List<String> reasons) {
    book.status = status;
    book.reasons = reasons;
    book.notes.addAll(new Notifier(folder.conf(), settings().notice()).tell(book.record()));
    if (status.isOver()) {
      folder.beginEnding(name);
    }
    folder.writeRecord(book.record());
    NightRecord record = conclude(book.record());
    listener.over(record);
    return record;
  }

  /**
   * What follows a record: MLflow is told, what is not kept is deleted, and the report written.
   * Done twice it comes to the same.
   */
  NightRecord conclude(NightRecord record) {
    NightRecord told = record.noting(new NightMirror(config, folder, registry).tell(record));
    if (told.status() == NightStatus.REFUSED || told.status() == NightStatus.NOTHING_NEW) {
      FileSystems.delete(folder.conf(), new Path(folder.night(name), "data"));
    }
    folder.writeRecord(told);
    if (told.status().isOver()) {
      tidy();
    }
    List<NightRecord> reported = folder.records(REPORTED);
    AtomicOutput.replaceFiles(
        folder.conf(), folder.root(), renderer.nights(reported, folder.reports(reported)));
    folder.endEnding(name);
    return told;
  }

  private void tidy() {
    List<Integer> pruned =
        registry.models().contains(settings().model())
            ? registry.prune(settings().model(), settings().kept().versions())
            : List.of();
    if (!pruned.isEmpty()) {
      LOG.info("Versions {} of {} are gone", pruned, settings().model());
    }
    List<String> nights = folder.nights();
    nights
        .subList(0, Math.max(0, nights.size() - settings().kept().nights()))
        .forEach(old -> FileSystems.delete(folder.conf(), folder.run(old)));
  }
}
