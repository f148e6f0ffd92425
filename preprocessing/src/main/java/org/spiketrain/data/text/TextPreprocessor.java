package org.spiketrain.data.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.data.ClassLabels;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.FrameWeights;
import org.spiketrain.data.Json;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.Split;
import org.spiketrain.data.Versions;
import org.spiketrain.data.io.OutputGuard;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.io.PathSetting;
import org.spiketrain.data.text.SentenceSplits.Sentence;
import org.spiketrain.model.UserErrorException;

/**
 * From files of labelled sentences to Parquet frames: read, cut into words, assign to splits, count
 * the words, find their vectors, encode, write.
 */
public final class TextPreprocessor {
  private static final Logger LOG = LoggerFactory.getLogger(TextPreprocessor.class);

  private TextPreprocessor() {}

  /** As {@link TextSettings#preprocess} says. */
  public static Manifest run(
      SparkSession spark,
      TextSettings settings,
      String outputDir,
      OutputMode mode,
      List<Path> dependants) {
    if (!settings.table().isOfCatalogue()) {
      OutputGuard.check(spark.sessionState().newHadoopConf(), settings.path(), outputDir);
    }
    // Before anything is made for the output: most faults are in the input.
    try (TextSource source =
        settings.table().isNamed()
            ? TextRowsOfTable.open(spark, settings)
            : TextFolder.open(spark, settings.path(), settings.files())) {
      return FrameParquet.write(
          spark,
          outputDir,
          mode,
          dependants,
          to -> {
            ClassLabels labels = labels(source, settings.files());
            try (TextTable table =
                TextTable.of(source.rows(), labels, settings.encoding().tokens())) {
              return write(spark, settings, source, labels, table, to);
            }
          });
    }
  }

  private static ClassLabels labels(TextSource source, TextFiles files) {
    List<Split> splits = source.splits();
    JavaRDD<TextRow> train = source.rows().filter(row -> splits.get(row.file()) == Split.TRAIN);
    TextFiles labelled = TextFolder.labelled(files);
    return ClassLabels.of(
        new ClassLabels.Named(TextKind.SECTION, labelled.labels(), labelled.classes()),
        found(train),
        "the train files",
        "data.text.label-column and data.text.format");
  }

  /** In the order of their numbers where all are numbers, else in that of the alphabet. */
  private static List<String> found(JavaRDD<TextRow> rows) {
    List<String> labels =
        new ArrayList<>(
            rows.filter(row -> row.fault().isEmpty()).map(TextRow::label).distinct().collect());
    boolean numbers = labels.stream().allMatch(label -> label.matches("-?\\d{1,9}"));
    labels.sort(numbers ? Comparator.comparingInt(Integer::parseInt) : Comparator.naturalOrder());
    return List.copyOf(labels);
  }

  private static Manifest write(
      SparkSession spark,
      TextSettings settings,
      TextSource source,
      ClassLabels labels,
      TextTable table,
      Path to) {
    JavaRDD<Sentence> sentences =
        SentenceSplits.deal(
            table.usable(), source.splits(), labels.names(), settings.files(), settings.split());
    FrameWeights weights = settings.table().weights();
    if (weights == FrameWeights.PRESENT && sentences.filter(Sentence::trains).isEmpty()) {
      throw FrameWeights.nothingWeighs();
    }
    long seed = settings.split().seed();
    TextEncoding encoding = settings.encoding();
    TextWords words = TextWords.of(spark, sentences, settings.encoding(), seed);
    if (words.facts().repeated() > 0) {
      LOG.warn(
          "{} words came again in {}: the first vector was taken",
          words.facts().repeated(),
          words.facts().vectors());
    }
    Configuration conf = spark.sessionState().newHadoopConf();
    words.table().write(conf, to);
    TextFrames frames = new TextFrames(sentences, words.table(), settings, source.files());
    TextFrames.Facts facts = frames.facts(labels.names());
    if (facts.total() == 0) {
      throw new UserErrorException(
          "No sentence of %s can be used: look at data.text.format and data.text.tokens"
              .formatted(source.files().get(0).location()));
    }
    FrameParquet.writeFrames(
        spark, frames.rows(), weights, facts.total(), frames.rowsPerFile(), to);
    JavaRDD<TextLine> rejects = table.rejects(frames.onlyUnknown());
    Map<String, Long> rejected = rejects.map(TextLine::fault).countByValue();
    if (!rejected.isEmpty()) {
      FrameParquet.writeRejects(TextTable.table(spark, rejects, source.files()), to);
    }
    return new Manifest(
        Manifest.FORMAT_VERSION,
        "spiketrain preprocess, text",
        Versions.current(spark),
        settings.table().isOfCatalogue()
            ? settings.table().source().shown("")
            : PathSetting.qualified(conf, "data.path", settings.path()),
        source.fingerprint(),
        Json.fingerprint(
            TextKind.NAME,
            source.fingerprint(),
            words.facts().fingerprint(),
            settings.files(),
            encoding.tokens(),
            encoding.maxWords(),
            encoding.frames(),
            encoding.encoder(seed),
            encoding.timeSteps(),
            settings.split()),
        labels.names(),
        facts.counts(),
        frames.channels(),
        new TextCorpus(
            settings.files(),
            settings.encoding(),
            settings.split(),
            words.facts(),
            facts.sentences(),
            settings.table()),
        new TreeMap<>(rejected),
        FrameParquet.files(conf, to),
        FrameWeights.checked(FrameParquet.trained(spark, weights, labels.names(), to)));
  }
}
