package org.spiketrain.results;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What attacks on networks found.
 *
 * @param split the split that the sentences are of
 * @param budget share of a sentence's words that might be changed
 * @param settings keys and values of the attacks, in the order to be shown
 * @param sentences every sentence under every attack on every network
 */
public record AttackSummary(
    String split, double budget, Map<String, String> settings, List<AttackedSentence> sentences) {
  public AttackSummary {
    settings = new LinkedHashMap<>(settings);
    sentences = List.copyOf(sentences);
  }

  /** How each network stands each attack, in the order of the sentences. */
  public List<AttackScore> scores() {
    Map<List<String>, List<AttackedSentence>> groups = new LinkedHashMap<>();
    for (AttackedSentence one : sentences) {
      groups
          .computeIfAbsent(List.of(one.network(), one.attack()), group -> new ArrayList<>())
          .add(one);
    }
    return groups.values().stream().map(AttackScore::of).toList();
  }
}
