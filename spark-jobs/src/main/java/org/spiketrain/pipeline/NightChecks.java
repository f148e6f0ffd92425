package org.spiketrain.pipeline;

import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.config.ExperimentConfig;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.FrameProfile;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.Split;
import org.spiketrain.data.table.LabelledRow;
import org.spiketrain.evaluate.Evaluator;
import org.spiketrain.model.metrics.ConfusionMatrix;
import org.spiketrain.model.metrics.Psi;
import org.spiketrain.model.zoo.TrainedModel;
import org.spiketrain.nightly.NightFolder;
import org.spiketrain.nightly.NightPlan;
import org.spiketrain.nightly.NightlySettings.CheckLimits;
import org.spiketrain.nightly.PartFacts;
import org.spiketrain.registry.ModelRegistry;
import org.spiketrain.results.NightRecord.Check;

/**
 * What is looked at in new data before anything is trained on them: what could not be used, what
 * was there before, and how far classes, inputs and the champion's answers have moved from those of
 * the data so far. Of drift it is the part of the population stability index that the number of
 * examples does not explain.
 */
record NightChecks(
    SparkSession spark,
    ExperimentConfig config,
    NightFolder folder,
    ModelRegistry registry,
    NightPlan plan) {
  /** Bins of channels; of lengths there are deciles. */
  private static final int CHANNEL_BINS = 20;

  private static final int LENGTH_BINS = 10;
  private static final String ALL = "";

  private CheckLimits limits() {
    return config.nightly().checks();
  }

  /**
   * Looks at them.
   *
   * @param made frames of the night's data, in the order in which they are taken in
   */
  List<Check> of(Map<PartFacts, Manifest> made) {
    List<Check> checks = new ArrayList<>();
    made.forEach((part, manifest) -> checks.addAll(ofRows(part.shown(), manifest)));
    List<String> known =
        folder.parts(plan.generation()).stream()
            .filter(part -> !made.containsKey(part))
            .map(PartFacts::name)
            .toList();
    List<Path> taken = known.stream().map(name -> folder.frames(plan.generation(), name)).toList();
    List<Path> fresh =
        made.keySet().stream().map(part -> NightData.place(folder, plan, part)).toList();
    if (!taken.isEmpty() && !fresh.isEmpty()) {
      checks.add(duplicates(taken, fresh));
      FrameProfile before =
          known.stream()
              .map(name -> folder.profile(plan.generation(), name, () -> profile(name)))
              .reduce(FrameProfile.NONE, FrameProfile::plus);
      FrameProfile now = FrameProfile.of(rows(fresh, Split.values()));
      checks.addAll(drift(before, now));
      if (plan.champion() > 0) {
        checks.addAll(answers(taken, fresh));
      }
    }
    return List.copyOf(checks);
  }

  private List<Check> ofRows(String part, Manifest manifest) {
    double unknown = manifest.rejects().getOrDefault(LabelledRow.UNKNOWN_LABEL, 0L);
    double rejected =
        manifest.rejects().values().stream().mapToLong(Long::longValue).sum() - unknown;
    double rows = Math.max(1, manifest.total() + unknown + rejected);
    return List.of(
        check("fraction of unusable rows", part, rejected / rows, limits().rejects()),
        check("fraction of unknown labels", part, unknown / rows, limits().unknownLabels()));
  }

  private Check duplicates(List<Path> taken, List<Path> fresh) {
    Dataset<Row> now = digests(fresh);
    long all = now.count();
    long again = now.join(digests(taken).distinct(), now.columns(), "left_semi").count();
    return check(
        "fraction of duplicates", ALL, again / (double) Math.max(1, all), limits().duplicates());
  }

  /** What tells examples apart: class, text, and what spikes when. */
  private Dataset<Row> digests(List<Path> places) {
    Dataset<Row> rows = rows(places, Split.values());
    return rows.select(
        rows.col("label"),
        xxhash64(rows.col("text"), rows.col("row_start"), rows.col("channel")).as("digest"));
  }

  private Dataset<Row> rows(List<Path> places, Split... splits) {
    return FrameParquet.readTogether(spark, places, splits);
  }

  private List<Check> drift(FrameProfile before, FrameProfile now) {
    Psi.Draws draws = new Psi.Draws(before.examples(), now.examples());
    int classes = Math.max(2, before.labels().size() + 1);
    double label = Psi.ofCategories(before.labels(), now.labels(), draws, classes).corrected();
    double channel =
        Psi.ofCategories(before.channels(), now.channels(), draws, CHANNEL_BINS).corrected();
    double length = Psi.ofNumbers(before.timeSteps(), now.timeSteps(), LENGTH_BINS).corrected();
    double entries = Psi.ofNumbers(before.entries(), now.entries(), LENGTH_BINS).corrected();
    return List.of(
        drift("classes", label, limits().labelDrift()),
        drift("input channels", channel, limits().inputDrift()),
        drift("lengths", length, limits().inputDrift()),
        drift("numbers of spikes", entries, limits().inputDrift()));
  }

  private FrameProfile profile(String taken) {
    Path place = folder.frames(plan.generation(), taken);
    if (taken.equals(NightFolder.BASE)) {
      // Words and n-grams of its train split have channels because they occur there: others spike
      // less.
      FrameProfile heldOut = FrameProfile.of(rows(List.of(place), Split.VALIDATION, Split.TEST));
      if (heldOut.examples() > 0) {
        return heldOut;
      }
    }
    return FrameProfile.of(rows(List.of(place), Split.values()));
  }

  /** The champion's answers to new examples beside those to the ones that it was never shown. */
  private List<Check> answers(List<Path> taken, List<Path> fresh) {
    Path file = registry.version(config.nightly().model(), plan.champion()).modelFile();
    TrainedModel champion = ModelFile.read(folder.conf(), file);
    if (fresh.stream().anyMatch(place -> !isReadBy(champion, file, place))) {
      return List.of();
    }
    Split heldOut = config.evaluation().split();
    SortedMap<Integer, Long> before = answers(champion, taken, heldOut);
    SortedMap<Integer, Long> now = answers(champion, fresh, Split.values());
    if (before.isEmpty()) {
      return List.of();
    }
    Psi psi =
        Psi.ofCategories(
            before,
            now,
            new Psi.Draws(count(before), count(now)),
            Math.max(2, champion.provenance().classes().size() + 1));
    return List.of(drift("the champion's answers", psi.corrected(), limits().answerDrift()));
  }

  private boolean isReadBy(TrainedModel model, Path file, Path place) {
    return new Frames(folder.conf(), place, FrameParquet.readManifest(folder.conf(), place))
        .misfit(model, file)
        .isEmpty();
  }

  private static long count(SortedMap<Integer, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private SortedMap<Integer, Long> answers(TrainedModel model, List<Path> places, Split... splits) {
    int classes = model.provenance().classes().size();
    ConfusionMatrix confusion =
        Evaluator.count(FrameParquet.examples(rows(places, splits)), model.classifier(), classes)
            .confusion();
    SortedMap<Integer, Long> answers = new TreeMap<>();
    IntStream.range(0, classes).forEach(c -> answers.put(c, confusion.columnTotal(c)));
    answers.values().removeIf(count -> count == 0);
    return answers;
  }

  /** A limit of 0 is none. */
  private static Check drift(String of, double psi, double limit) {
    return new Check(Check.DRIFT + of, ALL, psi, limit, limit == 0 || psi <= limit);
  }

  private static Check check(String name, String part, double value, double limit) {
    return new Check(name, part, value, limit, value <= limit);
  }
}
