package org.spiketrain.data.names;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.data.FrameParquet;
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
    OutputGuard.check(conf(spark), settings.path(), outputDir);
    // Before anything is made for the output: most faults are in the input.
    NamesFolder folder = NamesFolder.open(spark, settings.path());
    try (NameTable table = NameTable.of(spark, folder.lines(), normaliser)) {
      return FrameParquet.write(
          spark, outputDir, mode, dependants, to -> write(spark, settings, folder, table, to));
    }
  }

  private static Manifest write(
      SparkSession spark, NamesSettings settings, NamesFolder folder, NameTable table, Path to) {
    List<String> classes = folder.classes();
    NameTable.Counts counts = table.counts(classes.size());
    SplitNames split =
        SplitNames.of(table.names(), counts, classes, settings.split(), settings.seed());
    checkNoClassIsEmpty(folder, split.sizes());
    LetterEncoder encoder =
        new LetterEncoder(SplitNames.withNgrams(settings.letters(), split.trainTexts()));
    long total = split.sizes().stream().mapToLong(SplitSizes::total).sum();
    FrameParquet.writeFrames(spark, frames(split, encoder), total, ROWS_PER_FILE, to);
    if (!counts.rejects().isEmpty()) {
      FrameParquet.writeRejects(table.rejects(), to);
    }
    return new Manifest(
        Manifest.FORMAT_VERSION,
        "spiketrain preprocess, names",
        Versions.current(spark),
        PathSetting.qualified(conf(spark), "data.path", folder.path()),
        folder.fingerprint(),
        Json.fingerprint(
            NamesKind.NAME,
            folder.fingerprint(),
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
            table.namesInSeveralClasses()),
        counts.rejects(),
        FrameParquet.files(conf(spark), to));
  }

  private static Configuration conf(SparkSession spark) {
    return spark.sessionState().newHadoopConf();
  }

  private static void checkNoClassIsEmpty(NamesFolder folder, List<SplitSizes> sizes) {
    for (int label = 0; label < sizes.size(); label++) {
      if (sizes.get(label).total() == 0) {
        throw new UserErrorException(
            "%s/%s.txt has no name with a usable letter: add its letters to data.names.letters or take the file away"
                .formatted(folder.path(), folder.classes().get(label)));
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
        .select("label", "text", "original", "source", "position", "reading")
        .javaRDD()
        .map(
            row -> {
              int label = row.getInt(0);
              String text = row.getString(1);
              Example example =
                  new Example(firstId[label] + row.getInt(5), label, text, encoder.encode(text));
              Split part = sizes.get(label).splitAt(row.getInt(4));
              return FrameParquet.row(example, row.getString(2), row.getString(3), part);
            });
  }
}
