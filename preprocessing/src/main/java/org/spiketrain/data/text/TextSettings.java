package org.spiketrain.data.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.spiketrain.data.BaseFrames;
import org.spiketrain.data.Corpus;
import org.spiketrain.data.CorpusSettings;
import org.spiketrain.data.KeyReader;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.io.PathSetting;
import org.spiketrain.data.io.SourceFiles;
import org.spiketrain.data.table.CorpusTable;
import org.spiketrain.model.api.Range;
import org.spiketrain.model.zoo.NetworkSettings;

/**
 * Settings that determine the frames of a corpus of sentences.
 *
 * @param path folder of its files, or {@code builtin:opinions} (key {@code data.path})
 * @param table a table in place of files
 * @param files which files, and their labels
 * @param encoding how sentences become frames
 * @param split how they are assigned to splits
 */
public record TextSettings(
    String path, CorpusTable table, TextFiles files, TextEncoding encoding, TextSplit split)
    implements CorpusSettings {
  /** Settings of files. */
  public TextSettings(String path, TextFiles files, TextEncoding encoding, TextSplit split) {
    this(path, CorpusTable.NONE, files, encoding, split);
  }

  private static final String AUGMENTATION = "training.augmentation.";
  private static final List<String> CHANGES_OF_PLACE =
      List.of(
          "channel-shift", "channel-jitter", "time-shift", "time-jitter", "time-stretch", "blend");

  @Override
  public String kind() {
    return TextKind.NAME;
  }

  @Override
  public Manifest preprocess(
      SparkSession spark, String outputDir, OutputMode mode, List<Path> dependants) {
    return TextPreprocessor.run(spark, this, outputDir, mode, dependants);
  }

  @Override
  public Manifest append(SparkSession spark, Path base, String outputDir, OutputMode mode) {
    Configuration conf = spark.sessionState().newHadoopConf();
    BaseFrames<TextCorpus> frames =
        BaseFrames.read(conf, base, keys(conf), TextCorpus.class, outputDir);
    return TextPreprocessor.append(spark, this, frames, outputDir, mode);
  }

  @Override
  public int ngrams() {
    return encoding.ngrams().longest();
  }

  @Override
  public int sentenceWords() {
    return encoding.maxWords();
  }

  @Override
  public void check(KeyReader keys) {
    checkTable(keys);
    if (split.isHashed() && split.folds() > 0) {
      throw keys.bad("data.text.folds", "0 where split.protocol is hash");
    }
    if (!table.isNamed()
        && path.startsWith(SourceFiles.BUILTIN)
        && !path.equals(TextFolder.BUILTIN_OPINIONS)) {
      throw keys.bad(
          "data.path",
          "a folder, or %s, with data.kind text".formatted(TextFolder.BUILTIN_OPINIONS));
    }
    if (!table.isNamed() && files.train().isEmpty()) {
      throw keys.bad(
          "data.text.train-files", "at least one file below data.path, with data.kind text");
    }
    for (String change : CHANGES_OF_PLACE) {
      if (keys.number(AUGMENTATION + change, Range.from(0)) > 0) {
        throw keys.bad(AUGMENTATION + change, "0 with data.kind text, where only drop is of use");
      }
    }
    if (encoding.frames() == TextEncoding.Stored.SPIKES
        && !new NetworkSettings(keys.text("network.stack"), "").readsWholeSentences()) {
      throw keys.bad(
          "data.text.frames",
          "rates where network.stack does not begin with convolution: such a network reads the"
              + " words one by one, which frames of spikes do not tell apart");
    }
    if (!encoding.encoder(split.seed()).keepsRates() && !keys.text("conversion.stack").isBlank()) {
      // A single spike at any time says as much to neurons that add up as one at any other.
      throw keys.bad(
          TextKind.CODING,
          "rate where conversion.stack is given, or another encoder by which each rate is one input"
              + " that spikes as often: rates become firing rates");
    }
  }

  private void checkTable(KeyReader keys) {
    table.checkSplit(keys, split.shares().protocol());
    if (table.isNamed() && files.format().layout() == TextFormat.Layout.POLARITY_FILES) {
      throw keys.bad("data.text.format", "another than polarity-files with data.source, as in tsv");
    }
    if (!table.split().isBlank() && split.folds() > 0) {
      throw keys.bad("data.text.folds", "0 where data.source.split is set");
    }
  }

  @Override
  public Map<String, Object> keys(Configuration conf, Corpus made) {
    return keys(conf);
  }

  private Map<String, Object> keys(Configuration conf) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("data.kind", TextKind.NAME);
    if (!table.isOfCatalogue()) {
      keys.put("data.path", PathSetting.qualified(conf, "data.path", path));
    }
    keys.putAll(table.keys());
    keys.put("data.text's files, labels and classes", files);
    keys.put("data.text.tokens and lower-case", encoding.tokens());
    keys.put("data.text.max-words", encoding.maxWords());
    keys.put("data.text.minimum-count", encoding.minimumCount());
    keys.put("data.text.vocabulary-limit", encoding.vocabularyLimit());
    keys.put("data.text.vocabulary", lower(encoding.vocabulary()));
    keys.put("data.text.ngrams and ngram-minimum-count", encoding.ngrams());
    keys.put("data.text's vectors", encoding.vectors());
    keys.put("data.text.frames", lower(encoding.frames()));
    keys.put(TextKind.CODING, encoding.coding());
    keys.put("data.text.time-steps", encoding.timeSteps());
    keys.put("data.text.latency-threshold", encoding.latencyThreshold());
    keys.put("split, data.text.folds, fold and seed", split);
    return keys;
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
