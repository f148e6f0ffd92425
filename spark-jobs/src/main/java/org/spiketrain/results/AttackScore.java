package org.spiketrain.results;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How a network stands an attack.
 *
 * @param network what the network is called
 * @param attack what the attack is called
 * @param sentences sentences that it was asked about
 * @param attacked those that it answered rightly, which were attacked
 * @param turned those of them that it answers wrongly after the attack
 * @param changedShare mean share of the words that were changed, in [0, 1], of the sentences that
 *     were turned; 0 where none was
 * @param queries mean number of sentences that it was asked about for each that was attacked; 0
 *     where none was
 */
public record AttackScore(
    String network,
    String attack,
    long sentences,
    long attacked,
    long turned,
    double changedShare,
    double queries) {
  /** What the figures of a network are called, where they stand in a table. */
  public static final List<String> COLUMNS =
      List.of(
          "network",
          "attack",
          "sentences",
          "accuracy",
          "under attack",
          "success",
          "words changed",
          "queries");

  /**
   * Counts sentences.
   *
   * @param all what became of each, under one attack on one network; at least one
   */
  static AttackScore of(List<AttackedSentence> all) {
    List<AttackedSentence> attacked = all.stream().filter(AttackedSentence::isAttacked).toList();
    List<AttackedSentence> turned = all.stream().filter(AttackedSentence::isTurned).toList();
    return new AttackScore(
        all.get(0).network(),
        all.get(0).attack(),
        all.size(),
        attacked.size(),
        turned.size(),
        mean(turned, one -> (double) one.changed() / one.words()),
        mean(attacked, AttackedSentence::queries));
  }

  private static double mean(
      List<AttackedSentence> sentences, ToDoubleFunction<AttackedSentence> value) {
    return sentences.stream().mapToDouble(value).average().orElse(0);
  }

  /** Share of the sentences that are answered rightly as they are, in [0, 1]. */
  public double cleanAccuracy() {
    return (double) attacked / sentences;
  }

  /** Share of the sentences that are answered rightly in spite of the attack, in [0, 1]. */
  public double accuracyUnderAttack() {
    return (double) (attacked - turned) / sentences;
  }

  /** Share of the attacked sentences that were turned, in [0, 1]; 0 where none was attacked. */
  public double successRate() {
    return attacked == 0 ? 0 : (double) turned / attacked;
  }
}
