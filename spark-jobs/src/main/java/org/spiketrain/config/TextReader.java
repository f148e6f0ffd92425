package org.spiketrain.config;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.spiketrain.data.SplitSettings;
import org.spiketrain.data.io.PathSetting;
import org.spiketrain.data.text.TextEncoding;
import org.spiketrain.data.text.TextEncoding.Coding;
import org.spiketrain.data.text.TextEncoding.Stored;
import org.spiketrain.data.text.TextFiles;
import org.spiketrain.data.text.TextFormat;
import org.spiketrain.data.text.TextFormat.Phrases;
import org.spiketrain.data.text.TextSettings;
import org.spiketrain.data.text.TextSplit;
import org.spiketrain.data.text.TokenSettings;
import org.spiketrain.data.text.Tokens;
import org.spiketrain.data.text.VectorSettings;
import org.spiketrain.model.UserErrorException;

/** Reads the keys of sentences, all that begin with {@code data.text}. */
final class TextReader {
  private static final String TEXT = "data.text.";
  private static final String CHARSET =
      "a charset that writes ASCII as ASCII does, such as UTF-8, windows-1252 or GB18030";
  private static final String VECTORS = "a path, or nothing";
  private static final Range BETWEEN_ZERO_AND_ONE = new Range(0, false, 1, false);

  private final ConfigReader config;

  TextReader(ConfigReader config) {
    this.config = config;
  }

  /**
   * The settings.
   *
   * @param path the corpus, which all kinds of data have
   * @param shares how names, too, are split
   */
  TextSettings text(String path, SplitSettings shares, long seed) {
    TextFiles files = files();
    return new TextSettings(path, files, encoding(), split(shares, seed, files));
  }

  private TextFiles files() {
    return new TextFiles(
        format(),
        list("train-files"),
        list("validation-files"),
        list("test-files"),
        list("labels"),
        list("classes"));
  }

  private TextFormat format() {
    return new TextFormat(
        config.choice(TEXT + "format", TextFormat.Layout.class),
        config.parsed(TEXT + "charset", CHARSET, TextReader::charset),
        config.flag(TEXT + "header"),
        config.text(TEXT + "label-column"),
        config.text(TEXT + "text-column"),
        config.flag(TEXT + "phrases") ? Phrases.TAKE : Phrases.LEAVE_OUT);
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

  private List<String> list(String key) {
    return Arrays.stream(config.text(TEXT + key).split(",", -1))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .toList();
  }

  private TextEncoding encoding() {
    return new TextEncoding(
        tokens(),
        config.integer(TEXT + "max-words", Range.fromTo(1, 65_536)),
        config.integer(TEXT + "minimum-count", Range.from(1)),
        config.integer(TEXT + "vocabulary-limit", Range.from(0)),
        config.choice(TEXT + "vocabulary", TextEncoding.Words.class),
        vectors(),
        config.choice(TEXT + "frames", Stored.class),
        config.choice(TEXT + "coding", Coding.class),
        config.integer(TEXT + "time-steps", Range.fromTo(1, 65_536)),
        config.number(TEXT + "latency-threshold", BETWEEN_ZERO_AND_ONE));
  }

  /** How a text becomes words. */
  TokenSettings tokens() {
    return new TokenSettings(
        config.choice(TEXT + "tokens", Tokens.class), config.flag(TEXT + "lower-case"));
  }

  private VectorSettings vectors() {
    String key = TEXT + "vectors";
    return new VectorSettings(
        config.parsed(key, VECTORS, text -> text.isEmpty() ? text : PathSetting.parse(key, text)),
        config.choice(TEXT + "vectors-format", VectorSettings.Format.class),
        config.choice(TEXT + "missing-vectors", VectorSettings.Missing.class),
        config.integer(TEXT + "dimensions", Range.fromTo(1, 65_536)),
        config.integer(TEXT + "vector-epochs", Range.from(1)));
  }

  private TextSplit split(SplitSettings shares, long seed, TextFiles files) {
    int folds = config.integer(TEXT + "folds", Range.from(0));
    int fold = config.integer(TEXT + "fold", Range.from(1));
    if (folds == 1) {
      throw config.bad(TEXT + "folds", "0 for none, or at least 2");
    }
    if (folds == 0 && fold > 1) {
      throw config.bad(TEXT + "fold", "1 where data.text.folds is 0, or data.text.folds above it");
    }
    if (folds > 0 && fold > folds) {
      throw config.bad(TEXT + "fold", "1 to data.text.folds, which is " + folds);
    }
    if (folds > 0 && !files.test().isEmpty()) {
      throw config.bad(TEXT + "folds", "0 where data.text.test-files has the test split");
    }
    return new TextSplit(shares, folds, fold, seed);
  }
}
