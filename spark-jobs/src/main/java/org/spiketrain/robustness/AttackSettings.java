package org.spiketrain.robustness;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.text.StopWords;
import org.spiketrain.data.text.VectorSettings;
import org.spiketrain.model.attack.GreedyAttack;
import org.spiketrain.model.attack.SynonymIndex;

/**
 * Settings of attacks on networks.
 *
 * @param sentences sentences that they are asked about, chosen by the seed; 0 for all
 * @param synonyms which words may stand for each other
 * @param vectors a file of word vectors that determines synonyms; empty where the model's own rates
 *     do
 * @param seed seed of the choice of sentences and of the typos that are shown
 */
public record AttackSettings(
    int sentences,
    GreedyAttack.Budget budget,
    SynonymIndex.Settings synonyms,
    Optional<VectorSettings> vectors,
    long seed,
    OutputMode mode) {

  public AttackSettings withSentences(int number) {
    return new AttackSettings(number, budget, synonyms, vectors, seed, mode);
  }

  /** Keys and values for the report, in the order to be shown. */
  Map<String, String> shown(String split) {
    Map<String, String> shown = new LinkedHashMap<>();
    shown.put("evaluation.split", split);
    shown.put("attack.sentences", sentences() == 0 ? "all" : Integer.toString(sentences()));
    shown.put("attack.budget", Double.toString(budget().share()));
    shown.put("attack.candidates", Integer.toString(synonyms().most()));
    shown.put("attack.minimum-similarity", Double.toString(synonyms().minimumSimilarity()));
    shown.put("attack.stop-words", englishAndOwn());
    shown.put("attack.vectors", vectors().map(v -> v.path()).orElse("the model's own"));
    vectors().ifPresent(v -> shown.put("attack.vectors-format", v.format().toString()));
    shown.put("seed", Long.toString(seed()));
    return shown;
  }

  private String englishAndOwn() {
    Stream<String> own =
        synonyms().stopWords().stream()
            .filter(word -> !StopWords.english().contains(word))
            .sorted();
    return Stream.concat(Stream.of("the default English ones"), own)
        .collect(Collectors.joining(", "));
  }
}
