package org.spiketrain.pipeline;

import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
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
import org.spiketrain.data.Wording;
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

  private static final String UNMEASURED = "drift of the champion's answers was not measured: ";

  /** Categories that a drift names. */
  private static final int NAMED = 3;

  private CheckLimits limits() {
    return config.nightly().checks();
  }

  /**
   * What was seen.
   *
   * @param notes what could not be looked at
   */
  record Looked(List<Check> checks, List<String> notes) {}

  /**
   * Looks at them.
   *
   * @param made frames of the night's data, in the order in which they are taken in
   */
  Looked of(Map<PartFacts, Manifest> made) {
    List<Check> checks = new ArrayList<>();
    List<String> notes = new ArrayList<>();
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
      checks.addAll(drift(before, now, fresh.get(0)));
      if (plan.champion() > 0) {
        answers(taken, fresh, notes).ifPresent(checks::add);
      }
    }
    return new Looked(List.copyOf(checks), List.copyOf(notes));
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

  private List<Check> drift(FrameProfile before, FrameProfile now, Path place) {
    Manifest manifest = FrameParquet.readManifest(folder.conf(), place);
    List<String> classes = manifest.classes();
    Psi.Draws draws = new Psi.Draws(before.examples(), now.examples());
    double length = Psi.ofNumbers(before.timeSteps(), now.timeSteps(), LENGTH_BINS).corrected();
    double entries = Psi.ofNumbers(before.entries(), now.entries(), LENGTH_BINS).corrected();
    return List.of(
        drift(
            "classes",
            new Histograms(
                before.labels(),
                now.labels(),
                Math.max(2, before.labels().size() + 1),
                classes::get),
            draws,
            limits().labelDrift()),
        drift(
            "input channels",
            new Histograms(
                before.channels(), now.channels(), CHANNEL_BINS, channelNames(manifest, place)),
            draws,
            limits().inputDrift()),
        drift("lengths", length, limits().inputDrift(), ""),
        drift("numbers of spikes", entries, limits().inputDrift(), ""));
  }

  /** Letters, n-grams of letters and words have names. */
  private IntFunction<String> channelNames(Manifest manifest, Path place) {
    return manifest
        .corpus()
        .sentences(folder.conf(), manifest, place)
        .map(sentences -> wordNames(sentences.vocabulary()))
        .orElse(manifest.corpus()::channelName);
  }

  /** N-grams of words are known by numbers alone; they come behind the words. */
  private static IntFunction<String> wordNames(List<String> words) {
    return channel ->
        channel >= words.size()
            ? "n-gram " + (channel - words.size())
            : words.get(channel).isEmpty() ? "(unknown)" : words.get(channel);
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
  private Optional<Check> answers(List<Path> taken, List<Path> fresh, List<String> notes) {
    Path file = registry.version(config.nightly().model(), plan.champion()).modelFile();
    TrainedModel champion = ModelFile.read(folder.conf(), file);
    if (fresh.stream().anyMatch(place -> !isReadBy(champion, file, place))) {
      notes.add(
          UNMEASURED
              + "the champion does not read the frames of this generation; one that does is"
              + " measured again");
      return Optional.empty();
    }
    Split heldOut = config.evaluation().split();
    SortedMap<Integer, Long> before = answers(champion, taken, heldOut);
    SortedMap<Integer, Long> now = answers(champion, fresh, Split.values());
    if (before.isEmpty()) {
      notes.add(UNMEASURED + "no earlier examples are in the split " + heldOut.label());
      return Optional.empty();
    }
    List<String> classes = champion.provenance().classes();
    return Optional.of(
        drift(
            "the champion's answers",
            new Histograms(before, now, Math.max(2, classes.size() + 1), classes::get),
            new Psi.Draws(count(before), count(now)),
            limits().answerDrift()));
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

  /**
   * Counts by category of two times.
   *
   * @param bins at most, with that of all others
   * @param names what people call a category
   */
  private record Histograms(
      SortedMap<Integer, Long> before,
      SortedMap<Integer, Long> now,
      int bins,
      IntFunction<String> names) {
    private String mostMoved() {
      return Psi.mostMoved(before, now, bins, NAMED).stream()
          .map(
              one ->
                  "%s from %s %% to %s %%"
                      .formatted(
                          names.apply(one.category()),
                          Wording.significant(100 * one.before()),
                          Wording.significant(100 * one.now())))
          .collect(Collectors.joining(", "));
    }
  }

  private static Check drift(String of, Histograms counts, Psi.Draws draws, double limit) {
    double psi = Psi.ofCategories(counts.before(), counts.now(), draws, counts.bins()).corrected();
    return drift(of, psi, limit, psi == 0 ? "" : counts.mostMoved());
  }

  /** A limit of 0 is none. */
  private static Check drift(String of, double psi, double limit, String mostMoved) {
    return new Check(Check.DRIFT + of, ALL, psi, limit, limit == 0 || psi <= limit, mostMoved);
  }

  private static Check check(String name, String part, double value, double limit) {
    return new Check(name, part, value, limit, value <= limit, "");
  }
}
