package org.spiketrain.model.attack;

import java.util.List;

/** What an attack knows of a network: the answers to the sentences that it asks about. */
@FunctionalInterface
public interface Victim {
  /**
   * Class probabilities of some sentences.
   *
   * @param sentences each the numbers of its words, at least one
   * @return [sentences][classes]
   */
  float[][] probabilities(List<int[]> sentences);
}
