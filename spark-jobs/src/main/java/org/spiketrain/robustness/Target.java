package org.spiketrain.robustness;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import org.spiketrain.model.attack.AttackBudget;
import org.spiketrain.model.attack.SynonymIndex;
import org.spiketrain.model.zoo.FrameClassifier;

/**
 * A network that is attacked, with what its attackers need, as it is broadcast to the executors.
 *
 * @param name what the network is called
 * @param classifier the network
 * @param classes names of its classes
 * @param vocabulary its words by number
 * @param words words of a sentence that it reads
 * @param synonyms which of them are alike
 * @param budget how much of a sentence may be changed
 * @param seed seed of the typos that are shown
 */
record Target(
    String name,
    FrameClassifier classifier,
    ArrayList<String> classes,
    ArrayList<String> vocabulary,
    int words,
    SynonymIndex synonyms,
    AttackBudget budget,
    long seed)
    implements Serializable {

  /** The number of each word but the unknown one. */
  Map<String, Integer> numbers() {
    Map<String, Integer> numbers = new HashMap<>();
    for (int word = 1; word < vocabulary.size(); word++) {
      numbers.put(vocabulary.get(word), word);
    }
    return numbers;
  }
}
