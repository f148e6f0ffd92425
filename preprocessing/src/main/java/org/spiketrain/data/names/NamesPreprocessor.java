package org.spiketrain.data.names;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
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

  private NamesPreprocessor() {}

  /** As {@link NamesSettings#preprocess} says. */
  public static Manifest run(
      SparkSession spark,
      NamesSettings settings,
      String outputDir,
      OutputMode mode,
      List<Path> dependants) {
    // Without n-grams until they are counted: those of an earlier corpus must not leak in.
    LetterEncoder normaliser = new LetterEncoder(settings.letters().withVocabulary(List.of()));
    if (!settings.table().isOfCatalogue()) {
      OutputGuard.check(conf(spark), settings.path(), outputDir);
    }
    // Before anything is made for the output: most faults are in the input.
    try (NamesSource source =
            settings.table().isNamed()
                ? NamesTable.open(spark, settings)
                : NamesFolder.open(spark, settings.path());
        NameTable table =
            NameTable.of(
                spark,
                source.lines(),
                normaliser,
                new NameTable.SplitOfName(settings.split(), settings.seed()))) {
      return FrameParquet.write(
          spark, outputDir, mode, dependants, to -> write(spark, settings, source, table, to));
    }
  }

  private static Manifest write(
      SparkSession spark, NamesSettings settings, NamesSource source, NameTable table, Path to) {
    List<String> classes = source.classes();
    NameTable.Counts counts = table.counts(classes.size());
    SplitNames split = SplitNames.of(table, counts, classes, settings.split(), settings.seed());
    checkNoClassIsEmpty(source, split.sizes(), settings.table().weights());
    LetterEncoder encoder =
        new LetterEncoder(SplitNames.withNgrams(settings.letters(), split.trainTexts()));
    long total = split.sizes().stream().mapToLong(SplitSizes::total).sum();
    FrameWeights weights = settings.table().weights();
    FrameParquet.writeFrames(spark, frames(split, encoder), weights, total, ROWS_PER_FILE, to);
    if (!counts.rejects().isEmpty()) {
      FrameParquet.writeRejects(table.rejects(), to);
    }
    return new Manifest(
        Manifest.FORMAT_VERSION,
        "spiketrain preprocess, names",
        Versions.current(spark),
        settings.table().isOfCatalogue()
            ? source.path()
            : PathSetting.qualified(conf(spark), "data.path", settings.path()),
        source.fingerprint(),
        Json.fingerprint(
            NamesKind.NAME,
            source.fingerprint(),
            encoder.settings(),
            settings.split(),
            settings.seed()),
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
        FrameParquet.files(conf(spark), to),
        FrameParquet.trained(spark, weights, classes, to));
  }

  private static Configuration conf(SparkSession spark) {
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
