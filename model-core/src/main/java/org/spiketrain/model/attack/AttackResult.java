package org.spiketrain.model.attack;

import java.util.List;

/**
 * Result of an attack on a sentence.
 *
 * @param words the sentence as the attack leaves it
 * @param before the network's answer to the sentence as it was, a class from 0
 * @param after its answer to the sentence as it is now
 * @param changed words that are other ones now
 * @param queries sentences that the network was asked about, the first one included
 */
public record AttackResult(List<Word> words, int before, int after, int changed, int queries) {
  public AttackResult {
    words = List.copyOf(words);
  }
}
