package org.spiketrain.model.attack;

import java.util.List;

/** Network as an attack knows it: the answers to the sentences that it asks about. */
@FunctionalInterface
public interface Victim {
  /**
   * Logarithms of the class probabilities of some sentences: a spiking network's probability of its
   * answer is 1 to seven digits from a difference of 17 spikes on, and an attack that went by it
   * would not see that it comes nearer.
   *
   * @param sentences each the numbers of its words, at least one
   * @return [sentences][classes], at most 0
   */
  double[][] logProbabilities(List<int[]> sentences);
}
