package org.spiketrain.results;

import java.io.Serializable;

/**
 * What became of one sentence under one attack.
 *
 * @param network what the network is called
 * @param attack what the attack is called
 * @param id number of the sentence in the frames
 * @param label its class
 * @param original its words, with blanks between them
 * @param attacked the same after the attack
 * @param before the network's answer before
 * @param after its answer afterwards
 * @param words words that the network reads of it
 * @param changed those of them that were changed
 * @param queries sentences that the network was asked about
 */
public record AttackedSentence(
    String network,
    String attack,
    long id,
    String label,
    String original,
    String attacked,
    String before,
    String after,
    int words,
    int changed,
    int queries)
    implements Serializable {
  /** Whether the network answered rightly before, so that there was something to attack. */
  public boolean isAttacked() {
    return before.equals(label);
  }

  /** Whether a right answer became a wrong one. */
  public boolean isTurned() {
    return isAttacked() && !after.equals(label);
  }
}
