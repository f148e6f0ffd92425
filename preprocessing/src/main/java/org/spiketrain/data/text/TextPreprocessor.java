package org.spiketrain.data.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.data.BaseFrames;
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
import org.spiketrain.data.io.SourceFiles;
import org.spiketrain.data.text.SentenceSplits.Sentence;
import org.spiketrain.model.UserErrorException;

/**
 * From files of labelled sentences to Parquet frames: read, cut into words, assign to splits, count
 * the words, find their vectors, encode, write.
 */
public final class TextPreprocessor {
  private static final Logger LOG = LoggerFactory.getLogger(TextPreprocessor.class);

  private final SparkSession spark;
  private final TextSettings settings;
  private final Optional<BaseFrames<TextCorpus>> base;
  private final Configuration conf;

  private TextPreprocessor(
      SparkSession spark, TextSettings settings, Optional<BaseFrames<TextCorpus>> base) {
    this.spark = spark;
    this.settings = settings;
    this.base = base;
    this.conf = spark.sessionState().newHadoopConf();
  }

  /** As {@link TextSettings#preprocess} says. */
  public static Manifest run(
      SparkSession spark,
      TextSettings settings,
      String outputDir,
      OutputMode mode,
      List<Path> dependants) {
    return new TextPreprocessor(spark, settings, Optional.empty()).run(outputDir, mode, dependants);
  }

  /** As {@link TextSettings#append} says. */
  static Manifest append(
      SparkSession spark,
      TextSettings settings,
      BaseFrames<TextCorpus> base,
      String outputDir,
      OutputMode mode) {
    return new TextPreprocessor(spark, settings, Optional.of(base)).run(outputDir, mode, List.of());
  }

  private Manifest run(String outputDir, OutputMode mode, List<Path> dependants) {
    if (!settings.table().isOfCatalogue()) {
      OutputGuard.check(conf, settings.path(), outputDir);
    }
    // Before anything is made for the output: most faults are in the input.
    try (TextSource source =
        settings.table().isNamed()
            ? TextRowsOfTable.open(spark, settings)
            : TextFolder.open(
                spark, settings.path(), settings.files(), SourceFiles.Lack.of(base))) {
      return FrameParquet.write(
          spark,
          outputDir,
          mode,
          dependants,
          to -> {
            ClassLabels labels = labels(source);
            try (TextTable table =
                TextTable.of(source.rows(), labels, settings.encoding().tokens())) {
              return write(source, labels, table, to);
            }
          });
    }
  }

  private ClassLabels labels(TextSource source) {
    TextFiles labelled = TextFolder.labelled(settings.files());
    ClassLabels.Named named =
        new ClassLabels.Named(TextKind.SECTION, labelled.labels(), labelled.classes());
    if (base.isPresent()) {
      return ClassLabels.of(named, base.get());
    }
    List<Split> splits = source.splits();
    JavaRDD<TextRow> train = source.rows().filter(row -> splits.get(row.file()) == Split.TRAIN);
    return ClassLabels.of(
        named, found(train), "the train files", "data.text.label-column and data.text.format");
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

  private Manifest write(TextSource source, ClassLabels labels, TextTable table, Path to) {
    JavaRDD<Sentence> sentences =
        SentenceSplits.deal(
            table.usable(), source.splits(), labels.names(), settings.files(), settings.split());
    FrameWeights weights = settings.table().weights();
    boolean mustTrain = base.isEmpty() && weights == FrameWeights.PRESENT;
    if (mustTrain && sentences.filter(Sentence::trains).isEmpty()) {
      throw FrameWeights.nothingWeighs();
    }
    long seed = settings.split().seed();
    TextEncoding encoding = settings.encoding();
    TextWords words = words(sentences);
    words.table().write(conf, to);
    TextFrames frames =
        new TextFrames(sentences, words.table(), words.ngrams(), settings, source.files());
    TextFrames.Facts facts = frames.facts(labels.names());
    if (facts.total() == 0 && base.isPresent()) {
      throw base.get().nothingToAppend(source.files().get(0).location());
    }
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
        base.isEmpty() ? "spiketrain preprocess, text" : "spiketrain append, text",
        Versions.current(spark),
        settings.table().isOfCatalogue()
            ? settings.table().source().shown("")
            : PathSetting.qualified(conf, "data.path", settings.path()),
        source.fingerprint(),
        Json.fingerprint(
            TextKind.NAME,
            base.map(own -> own.fingerprintWith(source.fingerprint())).orElse(source.fingerprint()),
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
            words.ngrams(),
            facts.sentences(),
            settings.table()),
        new TreeMap<>(rejected),
        FrameParquet.files(conf, to),
        trained(weights, labels, to));
  }

  private TextWords words(JavaRDD<Sentence> sentences) {
    if (base.isPresent()) {
      BaseFrames<TextCorpus> frames = base.get();
      WordTable table = WordTable.read(conf, frames.folder(), frames.manifest());
      return new TextWords(table, frames.corpus().ngrams(), frames.corpus().words());
    }
    TextWords words = TextWords.of(spark, sentences, settings.encoding(), settings.split().seed());
    if (words.facts().repeated() > 0) {
      LOG.warn(
          "{} words came again in {}: the first vector was taken",
          words.facts().repeated(),
          words.facts().vectors());
    }
    return words;
  }

  /** What is appended need not train: the base does. */
  private Map<String, Long> trained(FrameWeights weights, ClassLabels labels, Path to) {
    Map<String, Long> trained = FrameParquet.trained(spark, weights, labels.names(), to);
    return base.isEmpty() ? FrameWeights.checked(trained) : trained;
  }
}
