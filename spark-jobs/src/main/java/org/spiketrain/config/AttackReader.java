package org.spiketrain.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.spiketrain.data.Range;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.io.PathSetting;
import org.spiketrain.data.text.StopWords;
import org.spiketrain.data.text.VectorSettings;
import org.spiketrain.model.attack.AttackBudget;
import org.spiketrain.model.attack.SynonymSettings;
import org.spiketrain.robustness.AttackSettings;

/** Reads the keys of attacks, all that begin with {@code attack}. */
final class AttackReader {
  private static final String ATTACK = "attack.";
  private static final String VECTORS = ATTACK + "vectors";

  private final ConfigReader config;

  AttackReader(ConfigReader config) {
    this.config = config;
  }

  AttackSettings attack(long seed, OutputMode mode) {
    return new AttackSettings(
        config.integer(ATTACK + "sentences", Range.from(0)),
        new AttackBudget(config.number(ATTACK + "budget", Range.UP_TO_ONE)),
        new SynonymSettings(
            config.integer(ATTACK + "candidates", Range.fromTo(1, 10_000)),
            config.number(ATTACK + "minimum-similarity", Range.fromTo(-1, 1)),
            stopWords()),
        vectors(),
        seed,
        mode);
  }

  private Set<String> stopWords() {
    Set<String> words = new TreeSet<>(StopWords.english());
    Arrays.stream(config.text(ATTACK + "stop-words").split(",", -1))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .forEach(words::add);
    return words;
  }

  private Optional<VectorSettings> vectors() {
    String path =
        config.parsed(
            VECTORS,
            "a path, or nothing",
            text -> text.isEmpty() ? text : PathSetting.parse(VECTORS, text));
    String format = config.oneOf(ATTACK + "vectors-format", List.of("text", "word2vec-binary"));
    VectorSettings.Format written =
        VectorSettings.Format.valueOf(format.toUpperCase(Locale.ROOT).replace('-', '_'));
    return path.isEmpty() ? Optional.empty() : Optional.of(VectorSettings.ofFile(path, written));
  }
}
