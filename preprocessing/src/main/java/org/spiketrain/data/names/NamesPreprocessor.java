package org.spiketrain.data.names;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.data.BaseFrames;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.FrameWeights;
import org.spiketrain.data.Json;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.Split;
import org.spiketrain.data.SplitSizes;
import org.spiketrain.data.Versions;
import org.spiketrain.data.io.OutputGuard;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.io.PathSetting;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.encode.LetterEncoder;
import org.spiketrain.model.frames.Example;

/** From a names folder to Parquet frames: read, normalise, split, count n-grams, encode, write. */
public final class NamesPreprocessor {
  /** A few megabytes a file: names are short. */
  private static final int ROWS_PER_FILE = 100_000;

  private final SparkSession spark;
  private final NamesSettings settings;
  private final Optional<BaseFrames<NamesCorpus>> base;

  private NamesPreprocessor(
      SparkSession spark, NamesSettings settings, Optional<BaseFrames<NamesCorpus>> base) {
    this.spark = spark;
    this.settings = settings;
    this.base = base;
  }

  /** As {@link NamesSettings#preprocess} says. */
  public static Manifest run(
      SparkSession spark,
      NamesSettings settings,
      String outputDir,
      OutputMode mode,
      List<Path> dependants) {
    return new NamesPreprocessor(spark, settings, Optional.empty())
        .run(outputDir, mode, dependants);
  }

  /** As {@link NamesSettings#append} says. */
  static Manifest append(
      SparkSession spark,
      NamesSettings settings,
      BaseFrames<NamesCorpus> base,
      String outputDir,
      OutputMode mode) {
    return new NamesPreprocessor(spark, settings, Optional.of(base))
        .run(outputDir, mode, List.of());
  }

  private Manifest run(String outputDir, OutputMode mode, List<Path> dependants) {
    // Without n-grams until they are counted: those of an earlier corpus must not leak in.
    LetterEncoder normaliser = new LetterEncoder(settings.letters().withVocabulary(List.of()));
    if (!settings.table().isOfCatalogue()) {
      OutputGuard.check(conf(), settings.path(), outputDir);
    }
    // Before anything is made for the output: most faults are in the input.
    List<String> known = base.map(BaseFrames::classes).orElse(List.of());
    try (NamesSource source =
            settings.table().isNamed()
                ? NamesTable.open(spark, settings, known)
                : NamesFolder.open(spark, settings.path(), known);
        NameTable table =
            NameTable.of(
                spark,
                source.lines(),
                normaliser,
                new NameTable.SplitOfName(settings.split(), settings.seed()))) {
      return FrameParquet.write(spark, outputDir, mode, dependants, to -> write(source, table, to));
    }
  }

  private Manifest write(NamesSource source, NameTable table, Path to) {
    List<String> classes = source.classes();
    NameTable.Counts counts = table.counts(classes.size());
    SplitNames split = SplitNames.of(table, counts, classes, settings.split(), settings.seed());
    FrameWeights weights = settings.table().weights();
    long total = split.sizes().stream().mapToLong(SplitSizes::total).sum();
    if (base.isEmpty()) {
      checkNoClassIsEmpty(source, split.sizes(), weights);
    } else if (total == 0) {
      throw base.get().nothingToAppend(source.path());
    }
    LetterEncoder encoder = encoder(split);
    FrameParquet.writeFrames(spark, frames(split, encoder), weights, total, ROWS_PER_FILE, to);
    if (!counts.rejects().isEmpty()) {
      FrameParquet.writeRejects(table.rejects(), to);
    }
    return new Manifest(
        Manifest.FORMAT_VERSION,
        base.isEmpty() ? "spiketrain preprocess, names" : "spiketrain append, names",
        Versions.current(spark),
        settings.table().isOfCatalogue()
            ? source.path()
            : PathSetting.qualified(conf(), "data.path", settings.path()),
        source.fingerprint(),
        fingerprint(source, encoder),
        classes,
        Manifest.counts(classes, (label, part) -> split.sizes().get(label).of(part)),
        encoder.channels(),
        new NamesCorpus(
            encoder.settings(),
            settings.split(),
            settings.seed(),
            split.duplicatesRemoved(),
            table.namesInSeveralClasses(),
            settings.table()),
        counts.rejects(),
        FrameParquet.files(conf(), to),
        trained(weights, classes, to));
  }

  private LetterEncoder encoder(SplitNames split) {
    return new LetterEncoder(
        base.map(frames -> frames.corpus().letters())
            .orElseGet(() -> SplitNames.withNgrams(settings.letters(), split.trainTexts())));
  }

  private String fingerprint(NamesSource source, LetterEncoder encoder) {
    return Json.fingerprint(
        NamesKind.NAME,
        base.map(frames -> frames.fingerprintWith(source.fingerprint()))
            .orElse(source.fingerprint()),
        encoder.settings(),
        settings.split(),
        settings.seed());
  }

  /** What is appended need not train: the base does. */
  private Map<String, Long> trained(FrameWeights weights, List<String> classes, Path to) {
    Map<String, Long> trained = FrameParquet.trained(spark, weights, classes, to);
    return base.isEmpty() ? FrameWeights.checked(trained) : trained;
  }

  private Configuration conf() {
    return spark.sessionState().newHadoopConf();
  }

  private static void checkNoClassIsEmpty(
      NamesSource source, List<SplitSizes> sizes, FrameWeights weights) {
    for (int label = 0; label < sizes.size(); label++) {
      if (sizes.get(label).total() == 0) {
        throw new UserErrorException(
            "%s has no name with a usable letter%s: add its letters to data.names.letters or take it away"
                .formatted(
                    source.place(label), weights == FrameWeights.PRESENT ? " and weight" : ""));
      }
    }
  }

  private static JavaRDD<Row> frames(SplitNames split, LetterEncoder encoder) {
    List<SplitSizes> sizes = List.copyOf(split.sizes());
    long[] firstId = new long[sizes.size()];
    for (int label = 1; label < firstId.length; label++) {
      firstId[label] = firstId[label - 1] + sizes.get(label - 1).total();
    }
    return split
        .names()
        .select("label", "text", "original", "source", "position", "reading", "weight")
        .javaRDD()
        .map(
            row -> {
              int label = row.getInt(0);
              String text = row.getString(1);
              Example example =
                  new Example(
                      firstId[label] + row.getInt(5),
                      label,
                      text,
                      encoder.encode(text),
                      row.getFloat(6));
              Split part = sizes.get(label).splitAt(row.getInt(4));
              return FrameParquet.row(example, row.getString(2), row.getString(3), part);
            });
  }
}
