package org.spiketrain.robustness;

import java.util.Optional;
import org.spiketrain.data.OutputMode;
import org.spiketrain.data.text.VectorSettings;
import org.spiketrain.model.attack.AttackBudget;
import org.spiketrain.model.attack.SynonymSettings;

/**
 * How networks are attacked.
 *
 * @param sentences sentences that they are asked about, chosen by the seed; 0 for all
 * @param budget how much of a sentence may be changed
 * @param synonyms which words may stand for each other
 * @param vectors a file of word vectors that tells synonyms; empty where the model's own rates do
 * @param seed seed of the choice of sentences and of the typos that are shown
 * @param mode what happens if there are attacks already
 */
public record AttackSettings(
    int sentences,
    AttackBudget budget,
    SynonymSettings synonyms,
    Optional<VectorSettings> vectors,
    long seed,
    OutputMode mode) {

  /** The same with another number of sentences. */
  public AttackSettings withSentences(int number) {
    return new AttackSettings(number, budget, synonyms, vectors, seed, mode);
  }
}
