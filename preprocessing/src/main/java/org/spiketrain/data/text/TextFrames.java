package org.spiketrain.data.text;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.text.SentenceSplits.Sentence;
import org.spiketrain.data.text.TextCorpus.SentenceFacts;
import org.spiketrain.data.text.TextEncoding.Stored;
import org.spiketrain.model.api.SpikeEncoder;
import org.spiketrain.model.encode.RateTable;
import org.spiketrain.model.encode.SentenceInput;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.frames.SpikeFrames;
import scala.Tuple2;

/** The sentences of a corpus as frames. */
final class TextFrames {
  /** A few megabytes a file: sentences are short. */
  private static final int ROWS_PER_FILE = 50_000;

  /** A sentence's spikes are about a megabyte. */
  private static final int SPIKES_PER_FILE = 200;

  private final JavaRDD<Sentence> sentences;
  private final Encoder encoder;

  TextFrames(
      JavaRDD<Sentence> sentences,
      WordTable table,
      WordNgrams ngrams,
      TextSettings settings,
      List<TextFile> files) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(sentences.context());
    this.sentences = sentences;
    this.encoder =
        new Encoder(
            settings.encoding(),
            settings.encoding().encoder(settings.split().seed()),
            table.words().size(),
            context.broadcast(table.numbers()),
            context.broadcast(ngrams),
            context.broadcast(table.rates()),
            files.stream().map(TextFile::name).collect(Collectors.toList()));
  }

  /**
   * Channels of the frames: the words and n-grams, or as many positions as there may be of all
   * dimensions.
   */
  int channels() {
    return isRates()
        ? encoder.words() + encoder.ngrams().value().count()
        : encoder.encoding().maxWords()
            * encoder.rates().value().dimensions()
            * encoder.coding().inputsPerRate();
  }

  int rowsPerFile() {
    return isRates() ? ROWS_PER_FILE : SPIKES_PER_FILE;
  }

  private boolean isRates() {
    return encoder.encoding().frames() == Stored.RATES;
  }

  /** Sentences of the train split that have no word of the vocabulary. */
  JavaRDD<TextLine> onlyUnknown() {
    Encoder keeping = encoder;
    return sentences.filter(sentence -> !keeping.keeps(sentence)).map(Sentence::line);
  }

  private JavaRDD<Sentence> kept() {
    return sentences.filter(encoder::keeps);
  }

  /** The rows, numbered in reading order. */
  JavaRDD<Row> rows() {
    Encoder rows = encoder;
    return kept().zipWithIndex().map(one -> rows.row(one._1(), one._2()));
  }

  private record Encoder(
      TextEncoding encoding,
      SpikeEncoder coding,
      int words,
      Broadcast<Map<String, Integer>> numbers,
      Broadcast<WordNgrams> ngrams,
      Broadcast<RateTable> rates,
      List<String> files)
      implements Serializable {

    /** Returns false without known words where it trains: evaluation answers every sentence. */
    boolean keeps(Sentence sentence) {
      return !sentence.trains()
          || sentence.line().words().stream().anyMatch(numbers.value()::containsKey);
    }

    Row row(Sentence sentence, long id) {
      TextLine line = sentence.line();
      String text = String.join(" ", line.words());
      Example example = new Example(id, line.label(), text, frames(line.words()), line.weight());
      String source = files.get(line.file()) + ":" + line.row();
      return FrameParquet.row(example, line.original(), source, sentence.split());
    }

    private SpikeFrames frames(List<String> all) {
      int[] ids =
          all.stream()
              .limit(encoding.maxWords())
              .mapToInt(word -> numbers.value().getOrDefault(word, RateTable.UNKNOWN))
              .toArray();
      return switch (encoding.frames()) {
        case RATES -> TextEncoder.frames(ids, all.subList(0, ids.length), words, ngrams.value());
        case SPIKES ->
            new SentenceInput(rates.value(), encoding.maxWords(), coding, encoding.timeSteps())
                .spikes(ids);
      };
    }
  }

  /** Number of examples by class, then by split, and of all, and facts about their words. */
  record Facts(Map<String, Map<String, Long>> counts, long total, SentenceFacts sentences) {}

  Facts facts(List<String> classes) {
    Broadcast<Map<String, Integer>> known = encoder.numbers();
    int most = encoder.encoding().maxWords();
    SentenceFacts all =
        kept()
            .map(sentence -> facts(sentence.line().words(), known.value(), most))
            .fold(new SentenceFacts(0, 0, 0, 0), TextFrames::sum);
    // By the split's name: an enum has another hash in every JVM.
    Map<Tuple2<Integer, String>, Long> counted =
        kept()
            .map(sentence -> new Tuple2<>(sentence.line().label(), sentence.split().label()))
            .countByValue();
    return new Facts(
        Manifest.counts(
            classes,
            (label, split) -> counted.getOrDefault(new Tuple2<>(label, split.label()), 0L)),
        counted.values().stream().mapToLong(Long::longValue).sum(),
        all);
  }

  private static SentenceFacts facts(List<String> words, Map<String, Integer> known, int most) {
    long knownTokens = words.stream().filter(known::containsKey).count();
    return new SentenceFacts(words.size(), knownTokens, words.size() > most ? 1 : 0, words.size());
  }

  private static SentenceFacts sum(SentenceFacts a, SentenceFacts b) {
    return new SentenceFacts(
        a.tokens() + b.tokens(),
        a.knownTokens() + b.knownTokens(),
        a.truncated() + b.truncated(),
        Math.max(a.longest(), b.longest()));
  }
}
