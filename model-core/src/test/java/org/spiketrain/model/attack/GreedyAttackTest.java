package org.spiketrain.model.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.spiketrain.model.attack.GreedyAttack.Victim;
import org.spiketrain.model.attack.Replacements.Word;

class GreedyAttackTest {
  private static final int WORDS = 12;
  private static final int NEGATIVE = 0;
  private static final int POSITIVE = 1;
  private static final List<String> TEXTS =
      List.of("", "great", "fine", "so", "dull", "film", "plot");

  /** Every word votes: the more the sum is above 0, the more positive. */
  private static Victim voting(float... votes) {
    return sentences ->
        sentences.stream()
            .map(
                numbers -> {
                  double sum = 0;
                  for (int number : numbers) {
                    sum += votes[number];
                  }
                  return new double[] {-Math.log1p(Math.exp(sum)), -Math.log1p(Math.exp(-sum))};
                })
            .toArray(double[][]::new);
  }

  private static Victim ofTexts() {
    return voting(0, 2, 1, 0.25f, -2, 0, 0.5f);
  }

  private static List<Word> words(String... texts) {
    List<Word> words = new ArrayList<>();
    for (String text : texts) {
      words.add(new Word(text, Math.max(0, TEXTS.indexOf(text))));
    }
    return words;
  }

  /** Two steps on in the list of texts. */
  private static Replacements afterNext() {
    return new Replacements() {
      @Override
      public boolean concerns(Word word) {
        return !word.text().equals("film");
      }

      @Override
      public List<Word> candidates(Word word) {
        return words("film", "plot", TEXTS.get(Math.min(TEXTS.size() - 1, word.number() + 2)));
      }
    };
  }

  @Test
  void theMostImportantWordIsReplacedByTheFirstThatTurnsTheAnswer() {
    Replacements opposites = replacing("great", "so", "dull");
    GreedyAttack attack = new GreedyAttack(opposites, new GreedyAttack.Budget(0.2));

    GreedyAttack.Result result =
        attack.attack(ofTexts(), words("so", "great", "so", "film", "plot"), POSITIVE);

    assertThat(result.words()).isEqualTo(words("so", "dull", "so", "film", "plot"));
    assertThat(result.before()).isEqualTo(POSITIVE);
    assertThat(result.after()).isEqualTo(NEGATIVE);
    assertThat(result.changed()).isEqualTo(1);
    // The sentence itself, and the two candidates of the only word that has any.
    assertThat(result.queries()).isEqualTo(3);
  }

  private static Replacements replacing(String word, String... by) {
    return new Replacements() {
      @Override
      public boolean concerns(Word one) {
        return one.text().equals(word);
      }

      @Override
      public List<Word> candidates(Word one) {
        return words(by);
      }
    };
  }

  @Test
  void theBudgetEndsAnAttackThatWouldHaveSucceeded() {
    List<Word> sentence = words("great", "great", "fine", "film", "so");

    GreedyAttack.Result little =
        new GreedyAttack(afterNext(), new GreedyAttack.Budget(0.3))
            .attack(ofTexts(), sentence, POSITIVE);
    GreedyAttack.Result more =
        new GreedyAttack(replacing("great", "dull"), new GreedyAttack.Budget(0.4))
            .attack(ofTexts(), sentence, POSITIVE);

    assertThat(little.changed()).isEqualTo(1);
    assertThat(little.after()).isEqualTo(POSITIVE);
    assertThat(more.changed()).isEqualTo(2);
    assertThat(more.after()).isEqualTo(NEGATIVE);
  }

  @Test
  void aNetworkThatIsSureIsWornDownWordByWord() {
    float[] votes = {0, 20, 19, 18, -30, 0, 0.5f};
    List<Word> sentence = words("film", "fine", "plot", "great", "great");
    Victim sure = voting(votes);
    assertThat((float) Math.exp(sure.logProbabilities(List.of(numbers(sentence)))[0][POSITIVE]))
        .as("as a float the probability would say nothing")
        .isEqualTo(1f);

    GreedyAttack.Result result =
        new GreedyAttack(replacing("great", "so", "dull"), new GreedyAttack.Budget(0.4))
            .attack(sure, sentence, POSITIVE);

    assertThat(result.words()).isEqualTo(words("film", "fine", "plot", "dull", "dull"));
    assertThat(result.after()).isEqualTo(NEGATIVE);
  }

  @Test
  void whatIsWrongByItselfIsLeftAlone() {
    List<Word> sentence = words("dull", "film");

    GreedyAttack.Result result =
        new GreedyAttack(afterNext(), new GreedyAttack.Budget(1))
            .attack(ofTexts(), sentence, POSITIVE);

    assertThat(result).isEqualTo(new GreedyAttack.Result(sentence, NEGATIVE, NEGATIVE, 0, 1));
  }

  @Test
  void aSentenceOfOneWordIsAttackedToo() {
    GreedyAttack.Result result =
        new GreedyAttack(replacing("great", "dull"), new GreedyAttack.Budget(0.1))
            .attack(ofTexts(), words("great"), POSITIVE);

    assertThat(result.after()).isEqualTo(NEGATIVE);
  }

  @Property(tries = 200)
  void neverMoreWordsThanTheBudgetAndNoneButThoseThatHelp(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 40) int length,
      @ForAll @DoubleRange(min = 0, minIncluded = false, max = 1) double share) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Word> sentence = new ArrayList<>();
    for (int w = 0; w < length; w++) {
      int number = random.nextInt(WORDS);
      sentence.add(new Word("w" + number, number));
    }
    Victim victim = voting(votes(random));
    int label = random.nextInt(2);
    GreedyAttack.Budget budget = new GreedyAttack.Budget(share);
    GreedyAttack attack = new GreedyAttack(neighbours(), budget);

    GreedyAttack.Result result = attack.attack(victim, sentence, label);

    assertThat(result.words()).hasSize(length);
    assertThat(result.changed())
        .isLessThanOrEqualTo(budget.words(length))
        .isEqualTo(differ(result, sentence));
    assertThat(budget.words(length)).isBetween(1, Math.max(1, (int) (share * length + 0.001)));
    double before = victim.logProbabilities(List.of(numbers(sentence)))[0][label];
    double[] after = victim.logProbabilities(List.of(numbers(result.words())))[0];
    assertThat(after[label]).isLessThanOrEqualTo(before);
    assertThat(result.after()).isEqualTo(after[1] > after[0] ? 1 : 0);
    if (result.before() != label) {
      assertThat(result.words()).isEqualTo(sentence);
    }
    assertThat(attack.attack(victim, sentence, label)).isEqualTo(result);
  }

  @Property(tries = 50)
  void whereNothingHelpsNothingIsChanged(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int length) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Word> sentence = new ArrayList<>();
    for (int w = 0; w < length; w++) {
      int number = random.nextInt(WORDS - 1);
      sentence.add(new Word("w" + number, number));
    }
    Victim unmoved =
        asked -> asked.stream().map(numbers -> new double[] {-2.3, -0.1}).toArray(double[][]::new);

    GreedyAttack.Result result =
        new GreedyAttack(neighbours(), new GreedyAttack.Budget(1))
            .attack(unmoved, sentence, POSITIVE);

    assertThat(result.words()).isEqualTo(sentence);
    assertThat(result.changed()).isZero();
    assertThat(result.after()).isEqualTo(POSITIVE);
  }

  @Test
  void sharesAreRoundedDownButOneWordMayAlwaysBeChanged() {
    assertThat(new GreedyAttack.Budget(0.1).words(9)).isEqualTo(1);
    assertThat(new GreedyAttack.Budget(0.1).words(19)).isEqualTo(1);
    assertThat(new GreedyAttack.Budget(0.1).words(20)).isEqualTo(2);
    assertThat(new GreedyAttack.Budget(0.29).words(100)).isEqualTo(29);
    assertThatThrownBy(() -> new GreedyAttack.Budget(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new GreedyAttack.Budget(1.1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static float[] votes(SplittableRandom random) {
    float[] votes = new float[WORDS];
    for (int w = 0; w < WORDS; w++) {
      votes[w] = (float) random.nextDouble() - 0.5f;
    }
    return votes;
  }

  /** Every word but the last one may become the next ones. */
  private static Replacements neighbours() {
    return new Replacements() {
      @Override
      public boolean concerns(Word word) {
        return word.number() + 1 < WORDS;
      }

      @Override
      public List<Word> candidates(Word word) {
        List<Word> all = new ArrayList<>();
        for (int next = word.number() + 1; next < Math.min(WORDS, word.number() + 4); next++) {
          all.add(new Word("w" + next, next));
        }
        return all;
      }
    };
  }

  private static int[] numbers(List<Word> words) {
    return words.stream().mapToInt(Word::number).toArray();
  }

  private static int differ(GreedyAttack.Result result, List<Word> sentence) {
    int changed = 0;
    for (int w = 0; w < sentence.size(); w++) {
      changed += sentence.get(w).equals(result.words().get(w)) ? 0 : 1;
    }
    return changed;
  }
}
