package org.spiketrain.data.names;

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
import org.spiketrain.data.Split;
import org.spiketrain.data.SplitSettings;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.io.PathSetting;
import org.spiketrain.data.table.CorpusTable;
import org.spiketrain.model.encode.LetterEncoder;

/**
 * Settings that determine the frames of a names corpus.
 *
 * @param path the names folder, or {@code builtin:surnames} (key {@code data.path})
 * @param table a table in place of a folder
 * @param letters the encoder's settings; their vocabulary is counted again
 * @param split the split protocol and its fractions
 * @param seed seed of the stratified split and the hash
 */
public record NamesSettings(
    String path, CorpusTable table, LetterEncoder.Settings letters, SplitSettings split, long seed)
    implements CorpusSettings {
  /** Settings of a folder. */
  public NamesSettings(
      String path, LetterEncoder.Settings letters, SplitSettings split, long seed) {
    this(path, CorpusTable.NONE, letters, split, seed);
  }

  @Override
  public String kind() {
    return NamesKind.NAME;
  }

  @Override
  public Manifest preprocess(
      SparkSession spark, String outputDir, OutputMode mode, List<Path> dependants) {
    return NamesPreprocessor.run(spark, this, outputDir, mode, dependants);
  }

  @Override
  public Manifest append(SparkSession spark, Path base, String outputDir, OutputMode mode) {
    Configuration conf = spark.sessionState().newHadoopConf();
    BaseFrames<NamesCorpus> frames =
        BaseFrames.read(conf, base, keys(conf), NamesCorpus.class, outputDir);
    return NamesPreprocessor.append(spark, this, frames, outputDir, mode);
  }

  @Override
  public Map<String, Object> keys(Configuration conf, Corpus made) {
    return keys(conf);
  }

  private Map<String, Object> keys(Configuration conf) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("data.kind", NamesKind.NAME);
    if (!table.isOfCatalogue()) {
      keys.put("data.path", PathSetting.qualified(conf, "data.path", path));
    }
    keys.putAll(table.keys());
    keys.put("seed", seed);
    keys.put(NamesKind.SECTION + "letters", letters.letters());
    keys.put(NamesKind.SECTION + "fold-case", letters.foldCase().foldsCase());
    keys.put(NamesKind.SECTION + "fold-letters", letters.foldCase().foldsLetters());
    keys.put(NamesKind.SECTION + "keep-spaces", letters.keepSpaces());
    keys.put(
        NamesKind.SECTION + "boundaries", letters.boundaries().name().toLowerCase(Locale.ROOT));
    keys.put(NamesKind.SECTION + "masked-prefix", letters.maskedPrefix());
    keys.put(NamesKind.SECTION + "ngrams", letters.ngrams());
    keys.put(NamesKind.SECTION + "ngram-minimum-count", letters.ngramMinimumCount());
    keys.put("split.protocol", split.protocol().label());
    keys.put("split.train-fraction", split.trainFraction());
    keys.put("split.validation-fraction", split.validationFraction());
    keys.put("split.test-fraction", split.testFraction());
    return keys;
  }

  @Override
  public void check(KeyReader keys) {
    table.checkSplit(keys, split.protocol());
  }

  @Override
  public boolean leavesEmpty(Split part) {
    return split.leavesEmpty(part);
  }

  @Override
  public int ngrams() {
    return letters.ngrams();
  }
}
