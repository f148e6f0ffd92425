package org.spiketrain.model.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AnswerScoresTest {
  /** The last class has no example, but was an answer. */
  private static final long[][] COUNTS = {
    {50, 3, 2, 0}, {10, 20, 5, 1}, {0, 4, 6, 0}, {0, 0, 0, 0}
  };

  private static ConfusionMatrix confusion() {
    ConfusionMatrix confusion = new ConfusionMatrix(4);
    for (int truth = 0; truth < 4; truth++) {
      for (int answer = 0; answer < 4; answer++) {
        confusion.add(truth, answer, COUNTS[truth][answer]);
      }
    }
    return confusion;
  }

  /** The second answers as the first does, but for each third example the class behind that. */
  private static PairedAnswers pairs() {
    PairedAnswers pairs = new PairedAnswers(4);
    int number = 0;
    for (int truth = 0; truth < 4; truth++) {
      for (int answer = 0; answer < 4; answer++) {
        for (int i = 0; i < COUNTS[truth][answer]; i++) {
          pairs.add(truth, answer, (answer + (number++ % 3 == 0 ? 1 : 0)) % 4);
        }
      }
    }
    return pairs;
  }

  private static void isAbout(Interval interval, double low, double high) {
    assertThat(interval.low()).isCloseTo(low, within(0.012));
    assertThat(interval.high()).isCloseTo(high, within(0.012));
  }

  /** scikit-learn 1.9.1: accuracy_score, f1_score(average="macro"), balanced_accuracy_score. */
  @Test
  void agreeWithScikitLearn() {
    AnswerScores scores = AnswerScores.of(confusion(), 4);

    assertThat(scores.accuracy()).isCloseTo(0.7524752475247525, within(1e-12));
    assertThat(scores.macroF1()).isCloseTo(0.5065562456866805, within(1e-12));
    assertThat(scores.balancedAccuracy()).isCloseTo(0.6882154882154882, within(1e-12));
  }

  /** Quantiles of 40,000 resamples of the 101 examples with numpy; scipy's bootstrap agrees. */
  @Test
  void intervalsAgreeWithResampledExamples() {
    ScoreIntervals intervals = ScoreIntervals.of(confusion(), 4, 1);

    isAbout(intervals.accuracy(), 0.66337, 0.83168);
    isAbout(intervals.macroF1(), 0.42254, 0.75872);
    isAbout(intervals.balancedAccuracy(), 0.56434, 0.81052);
    assertThat(ScoreIntervals.of(confusion(), 4, 1)).isEqualTo(intervals);
    assertThat(ScoreIntervals.of(confusion(), 4, 2)).isNotEqualTo(intervals);
  }

  /** The same of the differences; the test is scipy.stats.binomtest(4, 30). */
  @Test
  void differencesAgreeWithResampledPairs() {
    PairedAnswers pairs = pairs();

    assertThat(pairs.mcNemar()).isEqualTo(new McNemar(26, 4));
    assertThat(pairs.mcNemar().twoSided()).isCloseTo(5.9476122260093696e-05, within(1e-15));
    AnswerScores difference = pairs.difference();
    assertThat(difference.accuracy())
        .isCloseTo(0.7524752475247525 - 0.5346534653465347, within(1e-12));
    assertThat(difference.macroF1())
        .isCloseTo(0.5065562456866805 - 0.3692688223938224, within(1e-12));
    assertThat(difference.balancedAccuracy())
        .isCloseTo(0.6882154882154882 - 0.5148148148148147, within(1e-12));
    ScoreIntervals intervals = pairs.differenceIntervals(1);
    isAbout(intervals.accuracy(), 0.11881, 0.31683);
    isAbout(intervals.macroF1(), 0.05033, 0.38165);
    isAbout(intervals.balancedAccuracy(), 0.03588, 0.31169);
  }

  @Test
  void noAnswerIsWrongAndNoClass() {
    ConfusionMatrix confusion = new ConfusionMatrix(3);
    confusion.add(0, 0, 3);
    confusion.add(0, 2, 1);
    confusion.add(1, 1, 2);
    confusion.add(1, 2, 2);

    AnswerScores scores = AnswerScores.of(confusion, 2);

    assertThat(scores.accuracy()).isCloseTo(5 / 8.0, within(1e-12));
    assertThat(scores.macroF1()).isCloseTo((6 / 7.0 + 4 / 6.0) / 2, within(1e-12));
    assertThat(scores.balancedAccuracy()).isCloseTo((3 / 4.0 + 2 / 4.0) / 2, within(1e-12));
  }

  @Test
  void nothingIsNothing() {
    assertThat(AnswerScores.of(new ConfusionMatrix(2), 2)).isEqualTo(new AnswerScores(0, 0, 0));
    assertThat(new PairedAnswers(2).mcNemar()).isEqualTo(new McNemar(0, 0));
    assertThat(ScoreIntervals.of(new ConfusionMatrix(2), 2, 1).accuracy())
        .isEqualTo(new Interval(0, 0));
  }

  @Property(tries = 30)
  void pairsDoNotDependOnHowTheyAreSpread(
      @ForAll @Size(min = 1, max = 60) List<@IntRange(max = 35) Integer> examples,
      @ForAll @IntRange(max = 60) int cut) {
    int at = Math.min(cut, examples.size());
    List<Integer> turned = new ArrayList<>(examples.subList(at, examples.size()));
    turned.addAll(examples.subList(0, at));

    PairedAnswers whole = filled(examples);
    PairedAnswers parts =
        filled(examples.subList(at, examples.size())).merge(filled(examples.subList(0, at)));

    for (PairedAnswers same : List.of(parts, filled(turned))) {
      assertThat(same.mcNemar()).isEqualTo(whole.mcNemar());
      assertThat(same.difference()).isEqualTo(whole.difference());
      assertThat(same.differenceIntervals(3)).isEqualTo(whole.differenceIntervals(3));
    }
  }

  @Property(tries = 30)
  void aScoreIsAMeanOfWhatItIsOf(
      @ForAll @Size(min = 1, max = 60) List<@IntRange(max = 35) Integer> examples) {
    ConfusionMatrix confusion = new ConfusionMatrix(4);
    examples.forEach(one -> confusion.add(one / 12, one % 4));

    AnswerScores scores = AnswerScores.of(confusion, 4);

    assertThat(scores.accuracy() * examples.size())
        .isCloseTo((double) confusion.correct(), within(1e-9));
    double recalls = 0;
    int occurring = 0;
    for (int c = 0; c < 4; c++) {
      if (confusion.rowTotal(c) > 0) {
        recalls += (double) confusion.count(c, c) / confusion.rowTotal(c);
        occurring++;
      }
    }
    assertThat(scores.balancedAccuracy()).isCloseTo(recalls / occurring, within(1e-12));
    assertThat(scores.macroF1()).isBetween(0.0, 1.0);
  }

  private static PairedAnswers filled(List<Integer> examples) {
    PairedAnswers pairs = new PairedAnswers(3);
    examples.forEach(one -> pairs.add(one / 12, one % 4, one / 4 % 3));
    return pairs;
  }
}
