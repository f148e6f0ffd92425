package org.spiketrain.results;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Results of attacks on networks.
 *
 * @param split the split that the sentences are of
 * @param budget fraction of a sentence's words that might be changed
 * @param settings keys and values of the attacks, in the order to be shown
 * @param sentences every sentence under every attack on every network
 */
public record AttackSummary(
    String split, double budget, Map<String, String> settings, List<AttackedSentence> sentences) {

  public Map<String, byte[]> files() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("split", split);
    figures.put("budget", budget);
    figures.put("scores", scores().stream().map(AttackScore::figures).toList());
    return Map.of(
        "scores.json",
        OutputFiles.json(figures),
        "sentences.csv",
        OutputFiles.csv(
            "network,attack,id,label,original,attacked,answer,answer_attacked,words,words_changed,queries",
            sentences.stream().map(AttackedSentence::fields).toList()));
  }

  /** Returns how each network stands each attack, in the order of the sentences. */
  public List<AttackScore> scores() {
    return sentences.stream()
        .collect(
            Collectors.groupingBy(
                one -> List.of(one.network(), one.attack()),
                LinkedHashMap::new,
                Collectors.toList()))
        .values()
        .stream()
        .map(AttackScore::of)
        .toList();
  }

  /**
   * Robustness of a network to an attack.
   *
   * @param sentences sentences that it was asked about
   * @param attacked those that it answered rightly, which were attacked
   * @param turned those of them that it answers wrongly after the attack
   * @param changedFraction mean fraction of the words that were changed, in [0, 1], of the
   *     sentences that were turned; 0 where none was
   * @param queries mean number of sentences that it was asked about for each that was attacked; 0
   *     where none was
   */
  public record AttackScore(
      String network,
      String attack,
      long sentences,
      long attacked,
      long turned,
      double changedFraction,
      double queries) {
    /** Headings of a table of the figures. */
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

    private Map<String, Object> figures() {
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("network", network);
      figures.put("attack", attack);
      figures.put("sentences", sentences);
      figures.put("attacked", attacked);
      figures.put("turned", turned);
      figures.put("cleanAccuracy", cleanAccuracy());
      figures.put("accuracyUnderAttack", accuracyUnderAttack());
      figures.put("successRate", successRate());
      figures.put("changedShare", changedFraction);
      figures.put("queries", queries);
      return figures;
    }

    /** Counts the sentences of one attack on one network, at least one. */
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

    /** Fraction of the sentences that are answered rightly as they are, in [0, 1]. */
    public double cleanAccuracy() {
      return (double) attacked / sentences;
    }

    /** Fraction of the sentences that are answered rightly in spite of the attack, in [0, 1]. */
    public double accuracyUnderAttack() {
      return (double) (attacked - turned) / sentences;
    }

    /**
     * Fraction of the attacked sentences that were turned, in [0, 1]; 0 where none was attacked.
     */
    public double successRate() {
      return attacked == 0 ? 0 : (double) turned / attacked;
    }
  }

  /**
   * Outcome of one sentence under one attack on one network.
   *
   * @param id number of the sentence in the frames
   * @param attacked the same after the attack
   * @param words words that the network reads of it, of which some were changed
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
    private List<?> fields() {
      return List.of(
          network, attack, id, label, original, attacked, before, after, words, changed, queries);
    }

    /** Returns whether the network answered rightly before, so that it was attacked. */
    public boolean isAttacked() {
      return before.equals(label);
    }

    /** Returns whether a right answer became a wrong one. */
    public boolean isTurned() {
      return isAttacked() && !after.equals(label);
    }
  }
}
