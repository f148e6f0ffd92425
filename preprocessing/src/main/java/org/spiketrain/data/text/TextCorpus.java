package org.spiketrain.data.text;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.Corpus;
import org.spiketrain.data.Manifest;
import org.spiketrain.data.Wording;
import org.spiketrain.data.table.CorpusTable;
import org.spiketrain.model.api.SpikeEncoder;
import org.spiketrain.model.encode.SentenceInput;
import org.spiketrain.model.zoo.Sentences;
import org.spiketrain.model.zoo.TrainedModel;

/**
 * A corpus of sentences. Its vocabulary and the rates of its words lie in the {@link WordTable}.
 *
 * @param files which files were read
 * @param encoding how sentences became frames
 * @param split how they were assigned to splits
 * @param words what the vocabulary is
 * @param ngrams the n-grams that have channels behind the words'
 * @param sentences what the sentences are
 * @param table the table they come from, if it is one
 */
public record TextCorpus(
    TextFiles files,
    TextEncoding encoding,
    TextSplit split,
    VocabularyFacts words,
    @JsonInclude(JsonInclude.Include.NON_NULL) WordNgrams ngrams,
    SentenceFacts sentences,
    CorpusTable table)
    implements Corpus {
  public TextCorpus {
    // Frames of earlier versions have none.
    ngrams = ngrams == null ? WordNgrams.NONE : ngrams;
    table = table == null ? CorpusTable.NONE : table;
  }

  private static final double PERCENT = 100;

  /**
   * A vocabulary with its vectors.
   *
   * @param count number of words, with the unknown one
   * @param dimensions numbers of a vector
   * @param vectors where the vectors came from: a full path, or empty where they were trained
   * @param fingerprint SHA-256 over words and rates, in hexadecimal
   * @param withoutVector words that had no vector
   * @param repeated words that came again in the file of vectors, of which the first was taken
   * @param mean mean of every number of the vectors, which the positive embedding subtracts
   * @param deviation their standard deviation, by which it divides
   */
  public record VocabularyFacts(
      int count,
      int dimensions,
      String vectors,
      String fingerprint,
      long withoutVector,
      long repeated,
      double mean,
      double deviation) {}

  /**
   * The sentences that became examples.
   *
   * @param tokens their words, each time they occur
   * @param knownTokens those of them that are in the vocabulary
   * @param truncated sentences that were cut after {@code maxWords} words
   * @param longest words of the longest one
   */
  public record SentenceFacts(long tokens, long knownTokens, long truncated, long longest)
      implements Serializable {
    /** Fraction of the words that are in the vocabulary, in [0, 1]. */
    public double coverage() {
      return tokens == 0 ? 0 : (double) knownTokens / tokens;
    }
  }

  /** Encoding of the rates of its words into spikes. */
  public SpikeEncoder coding() {
    return encoding.encoder(split.seed());
  }

  @Override
  public String kind() {
    return TextKind.NAME;
  }

  @Override
  public Map<String, Object> keys(Configuration conf, Manifest frames) {
    return new TextSettings(frames.inputPath(), table, files, encoding, split).keys(conf, this);
  }

  @Override
  public long seed() {
    return split.seed();
  }

  @Override
  public byte[] encoderEntry() {
    return TextEncoder.entry(encoding.tokens(), ngrams);
  }

  @Override
  public String vocabulary() {
    return words.fingerprint();
  }

  @Override
  public boolean hasSpaces() {
    return switch (encoding.tokens().tokens()) {
      case SPACES, KIM, STANDARD -> true;
      case CHINESE_WORDS, CHINESE_CHARACTERS -> false;
    };
  }

  @Override
  public int sentenceWords() {
    return encoding.maxWords();
  }

  @Override
  public List<Integer> ngramChannels() {
    return IntStream.rangeClosed(1, ngrams.longest())
        .mapToObj(length -> words.count() + ngrams.countUpTo(length))
        .toList();
  }

  private boolean holdsWords() {
    return encoding.frames() == TextEncoding.Stored.RATES;
  }

  @Override
  public Optional<Sentences> sentences(Configuration conf, Manifest frames, Path folder) {
    if (!holdsWords()) {
      return Optional.empty();
    }
    WordTable table = WordTable.read(conf, folder, frames);
    return Optional.of(
        new Sentences(
            table.words(),
            new SentenceInput(table.rates(), encoding.maxWords(), coding(), encoding.timeSteps())));
  }

  @Override
  public Optional<String> misfit(
      TrainedModel model, Configuration conf, Manifest frames, Path folder) {
    boolean same =
        holdsWords()
            ? model
                .sentences()
                .filter(
                    own -> own.vocabulary().equals(WordTable.read(conf, folder, frames).words()))
                .isPresent()
            : model.sentences().isEmpty();
    return same
        ? Optional.empty()
        : Optional.of(
            "sentences of another vocabulary, or on spikes where these are words, than those");
  }

  @Override
  public List<String> notes(Manifest frames) {
    List<String> notes = new ArrayList<>();
    notes.add(
        "%,d words of %d dimensions are %.1f %% of the tokens; %,d sentences were cut after %d words."
            .formatted(
                words.count() - 1,
                words.dimensions(),
                PERCENT * sentences.coverage(),
                sentences.truncated(),
                encoding.maxWords()));
    if (split.folds() > 0) {
      notes.add("Fold %d of %d.".formatted(split.fold(), split.folds()));
    }
    notes.addAll(frames.rejectNotes());
    notes.addAll(frames.weightNotes());
    return notes;
  }

  @Override
  public List<String> summary(Manifest frames) {
    List<String> lines = new ArrayList<>();
    lines.add(frames.labels());
    lines.add(
        String.format(
            Locale.ROOT,
            "%,d words of %d dimensions (%s), %,d without a vector; they are %.1f %% of %,d tokens",
            words.count() - 1,
            words.dimensions(),
            vectors(),
            words.withoutVector(),
            PERCENT * sentences.coverage(),
            sentences.tokens()));
    if (sentences.truncated() > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "cut after %d words: %s, the longest of %,d words",
              encoding.maxWords(),
              Wording.counted(sentences.truncated(), "sentence"),
              sentences.longest()));
    }
    return lines;
  }

  private String vectors() {
    if (encoding.vectors().read()) {
      return words.vectors();
    }
    return encoding.vectors().trained() ? "trained here" : "random";
  }
}
