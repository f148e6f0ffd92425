package org.spiketrain.data.text;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.spiketrain.data.FrameParquet;
import org.spiketrain.data.Split;
import org.spiketrain.data.text.TextCorpus.SentenceFacts;
import org.spiketrain.data.text.TextEncoding.Stored;
import org.spiketrain.model.api.SpikeEncoder;
import org.spiketrain.model.encode.RateTable;
import org.spiketrain.model.encode.SentenceSpikes;
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
  private final TextEncoding encoding;
  private final SpikeEncoder coding;
  private final int words;
  private final Broadcast<Map<String, Integer>> numbers;
  private final Broadcast<RateTable> rates;
  private final List<String> files;

  private TextFrames(
      JavaRDD<Sentence> sentences,
      TextEncoding encoding,
      SpikeEncoder coding,
      WordTable table,
      List<String> files) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(sentences.context());
    this.sentences = sentences;
    this.encoding = encoding;
    this.coding = coding;
    this.words = table.words().size();
    this.numbers = context.broadcast(table.numbers());
    this.rates = context.broadcast(table.rates());
    this.files = files;
  }

  static TextFrames of(
      JavaRDD<Sentence> sentences, WordTable table, TextSettings settings, List<TextFile> files) {
    TextEncoding encoding = settings.encoding();
    return new TextFrames(
        sentences,
        encoding,
        encoding.coding(settings.split().seed()),
        table,
        new ArrayList<>(files.stream().map(TextFile::name).toList()));
  }

  /** Channels of the frames: the words, or as many positions as there may be of all dimensions. */
  int channels() {
    return encoding.frames() == Stored.RATES
        ? words
        : encoding.maxWords() * rates.value().dimensions();
  }

  int rowsPerFile() {
    return encoding.frames() == Stored.RATES ? ROWS_PER_FILE : SPIKES_PER_FILE;
  }

  /** Sentences of the train split that have no word of the vocabulary. */
  JavaRDD<TextLine> onlyUnknown() {
    Broadcast<Map<String, Integer>> known = numbers;
    return sentences.filter(sentence -> !isKept(sentence, known.value())).map(Sentence::line);
  }

  private JavaRDD<Sentence> kept() {
    Broadcast<Map<String, Integer>> known = numbers;
    return sentences.filter(sentence -> isKept(sentence, known.value()));
  }

  /**
   * Returns whether a sentence is kept: a training sentence without a known word teaches nothing,
   * but every sentence for evaluation must be answered.
   */
  private static boolean isKept(Sentence sentence, Map<String, Integer> known) {
    return sentence.split() != Split.TRAIN
        || sentence.line().words().stream().anyMatch(known::containsKey);
  }

  /** The rows, numbered in reading order. */
  JavaRDD<Row> rows() {
    Encoder encoder = new Encoder(encoding, coding, words, numbers, rates, files);
    return kept().zipWithIndex().map(one -> encoder.row(one._1(), one._2()));
  }

  /** Turns sentences into rows, on an executor. */
  private record Encoder(
      TextEncoding encoding,
      SpikeEncoder coding,
      int words,
      Broadcast<Map<String, Integer>> numbers,
      Broadcast<RateTable> rates,
      List<String> files)
      implements Serializable {

    Row row(Sentence sentence, long id) {
      TextLine line = sentence.line();
      String text = String.join(" ", line.words());
      Example example = new Example(id, line.label(), text, frames(line.words()));
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
        case RATES -> SpikeFrames.oneHot(words, ids);
        case SPIKES ->
            SentenceSpikes.of(
                ids, rates.value(), coding, encoding.timeSteps(), encoding.maxWords());
      };
    }
  }

  /**
   * Facts about the sentences for the manifest.
   *
   * @param counts number of examples by class, then by split
   * @param sentences their words
   */
  record Facts(Map<String, Map<String, Long>> counts, SentenceFacts sentences) {
    long total() {
      return counts.values().stream()
          .flatMap(bySplit -> bySplit.values().stream())
          .mapToLong(Long::longValue)
          .sum();
    }
  }

  /** Counts the sentences that become frames. */
  Facts facts(List<String> classes) {
    Broadcast<Map<String, Integer>> known = numbers;
    int most = encoding.maxWords();
    SentenceFacts all =
        kept()
            .map(sentence -> facts(sentence.line().words(), known.value(), most))
            .fold(new SentenceFacts(0, 0, 0, 0), TextFrames::sum);
    Map<Tuple2<Integer, Split>, Long> counted =
        kept()
            .map(sentence -> new Tuple2<>(sentence.line().label(), sentence.split()))
            .countByValue();
    Map<String, Map<String, Long>> counts = new LinkedHashMap<>();
    for (int label = 0; label < classes.size(); label++) {
      Map<String, Long> bySplit = new LinkedHashMap<>();
      for (Split split : Split.values()) {
        bySplit.put(split.label(), counted.getOrDefault(new Tuple2<>(label, split), 0L));
      }
      counts.put(classes.get(label), bySplit);
    }
    return new Facts(counts, all);
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
