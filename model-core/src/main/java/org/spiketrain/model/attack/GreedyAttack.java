package org.spiketrain.model.attack;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.spiketrain.model.attack.Replacements.Word;
import org.spiketrain.model.metrics.TopClasses;

/**
 * A black-box attack on single words, in the frame that TextFooler (Jin, Jin, Zhou and Szolovits,
 * AAAI 2020) and DeepWordBug (Gao, Lanchantin, Soffa and Qi, 2018) share: the words are ranked by
 * how much less probable the right class is without each of them; in that order each is replaced by
 * the candidate that serves best, until the answer is another one or the budget is used up. Of
 * several candidates that change the answer the first one is taken, which is the least conspicuous;
 * a word whose candidates all help the right class stays.
 *
 * <p>Nothing in it is random: the same network, sentence and candidates give the same result.
 *
 * @param replacements what a word may be replaced with
 * @param budget how much may be changed
 */
public record GreedyAttack(Replacements replacements, Budget budget) {
  /**
   * Attacks a sentence. One that the network answers wrongly by itself is left as it is.
   *
   * @param sentence its words as the network reads them, at least one
   * @param label its class
   */
  public Result attack(Victim victim, List<Word> sentence, int label) {
    Search search = new Search(victim, sentence, label);
    if (search.isRight()) {
      int most = budget.words(sentence.size());
      for (int position : search.ranked()) {
        if (!search.isRight() || search.changed == most) {
          break;
        }
        search.replace(position);
      }
    }
    return search.result();
  }

  private final class Search {
    private final Victim victim;
    private final List<Word> words;
    private final int label;
    private final int before;
    private int answer;
    private double confidence;
    private int changed;
    private int queries;

    Search(Victim victim, List<Word> sentence, int label) {
      this.victim = victim;
      this.words = new ArrayList<>(sentence);
      this.label = label;
      double[] first = ask(List.of(numbers()))[0];
      this.before = TopClasses.first(first);
      this.answer = before;
      this.confidence = first[label];
    }

    boolean isRight() {
      return answer == label;
    }

    Result result() {
      return new Result(words, before, answer, changed, queries);
    }

    /** The positions of the words that may be replaced, the most important first. */
    List<Integer> ranked() {
      List<Integer> places =
          IntStream.range(0, words.size())
              .filter(place -> replacements.concerns(words.get(place)))
              .boxed()
              .toList();
      if (places.size() < 2) {
        return places;
      }
      double[][] without = ask(places.stream().map(this::without).toList());
      List<Integer> order = new ArrayList<>(IntStream.range(0, places.size()).boxed().toList());
      order.sort(Comparator.comparingDouble(k -> without[k][label]));
      return order.stream().map(places::get).toList();
    }

    /** Puts the best candidate at a position, if it makes the right class less probable. */
    void replace(int place) {
      List<Word> candidates = replacements.candidates(words.get(place));
      if (candidates.isEmpty()) {
        return;
      }
      double[][] answers = ask(candidates.stream().map(word -> with(place, word)).toList());
      int best = best(answers);
      if (TopClasses.first(answers[best]) != label || answers[best][label] < confidence) {
        words.set(place, candidates.get(best));
        answer = TopClasses.first(answers[best]);
        confidence = answers[best][label];
        changed++;
      }
    }

    /** The first that changes the answer, or else the one with the least of the right class. */
    private int best(double[][] answers) {
      int best = 0;
      for (int k = 0; k < answers.length; k++) {
        if (TopClasses.first(answers[k]) != label) {
          return k;
        }
        if (answers[k][label] < answers[best][label]) {
          best = k;
        }
      }
      return best;
    }

    private double[][] ask(List<int[]> sentences) {
      queries += sentences.size();
      return victim.logProbabilities(sentences);
    }

    private int[] numbers() {
      return words.stream().mapToInt(Word::number).toArray();
    }

    private int[] with(int place, Word word) {
      int[] numbers = numbers();
      numbers[place] = word.number();
      return numbers;
    }

    /** Only where there is another word: a network reads at least one. */
    private int[] without(int place) {
      int[] numbers = numbers();
      int[] rest = Arrays.copyOf(numbers, numbers.length - 1);
      System.arraycopy(numbers, place + 1, rest, place, rest.length - place);
      return rest;
    }
  }

  /** Limit on how much of a sentence an attack may change: the share of its words, in (0, 1]. */
  public record Budget(double share) implements Serializable {
    /** Fractions such as 0.29 are a little less than they look: 0.29 of 100 words are 29. */
    private static final double ROUNDING = 1e-9;

    /**
     * @throws IllegalArgumentException if the fraction is out of range
     */
    public Budget {
      if (!(share > 0 && share <= 1)) {
        throw new IllegalArgumentException(
            "share %s: expected a number in (0, 1]".formatted(share));
      }
    }

    /**
     * Words of a sentence of {@code length} words that may be changed: rounded down, at least 1.
     */
    public int words(int length) {
      return Math.max(1, (int) Math.floor(share * length + ROUNDING));
    }
  }

  /**
   * Result of an attack on a sentence.
   *
   * @param words the sentence as the attack leaves it
   * @param before the network's answer to the sentence as it was, a class from 0
   * @param after its answer to the sentence as it is now
   * @param changed words that are other ones now
   * @param queries sentences that the network was asked about, the first one included
   */
  public record Result(List<Word> words, int before, int after, int changed, int queries) {
    public Result {
      words = List.copyOf(words);
    }
  }

  /** Network as an attack knows it: the answers to the sentences that it asks about. */
  @FunctionalInterface
  public interface Victim {
    /**
     * Logarithms of the class probabilities of some sentences: a spiking network's probability of
     * its answer is 1 to seven digits from a difference of 17 spikes on, and an attack that went by
     * it would not see that it comes nearer.
     *
     * @param sentences each the numbers of its words, at least one
     * @return [sentences][classes], at most 0
     */
    double[][] logProbabilities(List<int[]> sentences);
  }
}
