package org.spiketrain.data.text;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.spiketrain.data.Corpus;
import org.spiketrain.data.CorpusSettings;
import org.spiketrain.data.CorpusTerms;
import org.spiketrain.data.DataKind;
import org.spiketrain.data.ExampleEncoder;
import org.spiketrain.data.KeyReader;
import org.spiketrain.data.SharedSettings;
import org.spiketrain.data.SplitProtocol;
import org.spiketrain.data.SplitSettings;
import org.spiketrain.data.io.PathSetting;
import org.spiketrain.data.text.TextEncoding.Stored;
import org.spiketrain.data.text.TextFormat.Phrases;
import org.spiketrain.data.text.Tokenizer.Tokens;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.Range;
import org.spiketrain.model.api.SpikeEncoder;
import org.spiketrain.model.zoo.Sentences;
import org.spiketrain.model.zoo.TrainedModel;

/** Labelled sentences in text files. */
public final class TextKind implements DataKind {
  static final String NAME = "text";
  static final String SECTION = "data.text.";
  static final String CODING = SECTION + "coding";
  private static final String GROUP_COLUMN = SECTION + "group-column";

  private static final CorpusTerms TERMS = new CorpusTerms("sentence", "label", "line", "row");
  private static final String CHARSET =
      "a charset that writes ASCII as ASCII does, such as UTF-8, windows-1252 or GB18030";
  private static final String SPIKE_ENCODER =
      "rate, latency, or another spike encoder, as in mine(2), also of a jar (--jars); spiketrain"
          + " help network lists all";
  private static final Set<String> PARAMETERS_BESIDE = Set.of("rate", "latency");
  private static final String VECTORS = "a path, or nothing";
  private static final Range BETWEEN_ZERO_AND_ONE = new Range(0, 1, false, false);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public CorpusTerms terms() {
    return TERMS;
  }

  @Override
  public CorpusSettings settings(KeyReader keys, SharedSettings shared) {
    TextFiles files = files(keys);
    checkGroups(keys, files.format(), shared);
    return new TextSettings(
        shared.path(),
        shared.table(),
        files,
        encoding(keys, shared.seed()),
        split(keys, shared.split(), shared.seed(), files));
  }

  @Override
  public boolean isWorded() {
    return true;
  }

  @Override
  public Class<? extends Corpus> corpus() {
    return TextCorpus.class;
  }

  /** Sentences had no n-grams. */
  @Override
  public void complete(ObjectNode corpus) {
    corpus.putIfAbsent("ngrams", NullNode.instance);
    if (corpus.get("encoding") instanceof ObjectNode encoding) {
      encoding.putIfAbsent("ngrams", NullNode.instance);
    }
    if (corpus.at("/files/format") instanceof ObjectNode format) {
      format.putIfAbsent("groupColumn", NullNode.instance);
    }
  }

  @Override
  public ExampleEncoder encoder(byte[] entry, TrainedModel model) {
    return TextEncoder.of(entry, sentences(model));
  }

  @Override
  public ExampleEncoder formerEncoder(TrainedModel model, KeyReader keys) {
    if (keys.isSet(SECTION + "tokens") && keys.isSet(SECTION + "lower-case")) {
      return TextEncoder.of(tokens(keys), sentences(model), WordNgrams.NONE);
    }
    throw new UserErrorException(
        "it does not say how a text becomes its words: train it again with this version (%s)"
            .formatted(model.provenance().versions()));
  }

  private static Sentences sentences(TrainedModel model) {
    return model
        .sentences()
        .orElseThrow(
            () ->
                new UserErrorException(
                    "it was trained on stored spikes and knows no words: train one with"
                        + " data.text.frames = rates"));
  }

  private static TextFiles files(KeyReader keys) {
    return new TextFiles(
        format(keys),
        keys.list(SECTION + "train-files"),
        keys.list(SECTION + "validation-files"),
        keys.list(SECTION + "test-files"),
        keys.list(SECTION + "labels"),
        keys.list(SECTION + "classes"));
  }

  /** Dealing out by class would tear groups apart. */
  private static void checkGroups(KeyReader keys, TextFormat format, SharedSettings shared) {
    if (format.groupColumn().isEmpty()) {
      return;
    }
    boolean hasColumns =
        format.layout() == TextFormat.Layout.TSV || format.layout() == TextFormat.Layout.CSV;
    if (!hasColumns || shared.table().isNamed()) {
      throw keys.bad(GROUP_COLUMN, "nothing where data.text.format is not tsv or csv");
    }
    if (shared.split().protocol() != SplitProtocol.HASH) {
      throw keys.bad(
          GROUP_COLUMN, "split.protocol = hash, by which groups stay together, or nothing");
    }
  }

  private static TextFormat format(KeyReader keys) {
    return new TextFormat(
        keys.choice(SECTION + "format", TextFormat.Layout.class),
        keys.parsed(SECTION + "charset", CHARSET, TextKind::charset),
        keys.flag(SECTION + "header"),
        keys.text(SECTION + "label-column"),
        keys.text(SECTION + "text-column"),
        keys.text(GROUP_COLUMN),
        keys.flag(SECTION + "phrases") ? Phrases.TAKE : Phrases.LEAVE_OUT);
  }

  private static Charset charset(String name) {
    String ascii = "1,a\t\"\r\n";
    try {
      Charset charset = Charset.forName(name);
      if (charset.canEncode()
          && Arrays.equals(ascii.getBytes(charset), ascii.getBytes(StandardCharsets.US_ASCII))) {
        return charset;
      }
    } catch (IllegalArgumentException e) {
      throw new UserErrorException("There is no charset \"%s\"".formatted(name), e);
    }
    throw new UserErrorException("\"%s\" writes ASCII otherwise".formatted(name));
  }

  private static TextEncoding encoding(KeyReader keys, long seed) {
    double latencyThreshold = keys.number(SECTION + "latency-threshold", BETWEEN_ZERO_AND_ONE);
    return new TextEncoding(
        tokens(keys),
        keys.integer(SECTION + "max-words", Range.between(1, 65_536)),
        keys.integer(SECTION + "minimum-count", Range.from(1)),
        keys.integer(SECTION + "vocabulary-limit", Range.from(0)),
        keys.choice(SECTION + "vocabulary", TextEncoding.Words.class),
        new WordNgrams.Settings(
            keys.integer(SECTION + "ngrams", Range.between(1, WordNgrams.Settings.LONGEST)),
            keys.integer(SECTION + "ngram-minimum-count", Range.from(1))),
        vectors(keys),
        keys.choice(SECTION + "frames", Stored.class),
        coding(keys, seed, latencyThreshold),
        keys.integer(SECTION + "time-steps", Range.between(1, 65_536)),
        latencyThreshold);
  }

  /** The specification with all parameters, but where a manifest has them beside. */
  private static String coding(KeyReader keys, long seed, double latencyThreshold) {
    String coding = keys.parsed(CODING, SPIKE_ENCODER, text -> text);
    try {
      SpikeEncoder encoder = TextEncoding.encoder(coding, seed, latencyThreshold);
      return PARAMETERS_BESIDE.contains(coding) ? coding : encoder.spec();
    } catch (UserErrorException e) {
      throw keys.bad(CODING, "%s. %s".formatted(SPIKE_ENCODER, e.getMessage()));
    }
  }

  private static Tokenizer tokens(KeyReader keys) {
    return new Tokenizer(
        keys.choice(SECTION + "tokens", Tokens.class), keys.flag(SECTION + "lower-case"));
  }

  private static VectorSettings vectors(KeyReader keys) {
    String key = SECTION + "vectors";
    return new VectorSettings(
        keys.parsed(key, VECTORS, text -> text.isEmpty() ? text : PathSetting.parse(key, text)),
        keys.choice(SECTION + "vectors-format", VectorSettings.Format.class),
        keys.choice(SECTION + "missing-vectors", VectorSettings.Missing.class),
        keys.integer(SECTION + "dimensions", Range.between(1, 65_536)),
        keys.integer(SECTION + "vector-epochs", Range.from(1)));
  }

  private static TextSplit split(KeyReader keys, SplitSettings shares, long seed, TextFiles files) {
    int folds = keys.integer(SECTION + "folds", Range.from(0));
    int fold = keys.integer(SECTION + "fold", Range.from(1));
    if (folds == 1) {
      throw keys.bad(SECTION + "folds", "0 for none, or at least 2");
    }
    if (folds == 0 && fold > 1) {
      throw keys.bad(SECTION + "fold", "1 where data.text.folds is 0, or data.text.folds above it");
    }
    if (folds > 0 && fold > folds) {
      throw keys.bad(SECTION + "fold", "1 to data.text.folds, which is " + folds);
    }
    if (folds > 0 && !files.test().isEmpty()) {
      throw keys.bad(SECTION + "folds", "0 where data.text.test-files has the test split");
    }
    return new TextSplit(shares, folds, fold, seed);
  }
}
