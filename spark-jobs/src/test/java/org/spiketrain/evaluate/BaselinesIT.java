package org.spiketrain.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.spiketrain.LocalSpark;
import org.spiketrain.evaluate.NGramNaiveBayes.LetterCase;

class BaselinesIT {
  private static final StructType SCHEMA =
      new StructType().add("label", DataTypes.IntegerType).add("text", DataTypes.StringType);

  private static Dataset<Row> rows(Row... rows) {
    return LocalSpark.session().createDataFrame(List.of(rows), SCHEMA);
  }

  private static double majority(Dataset<Row> train, Dataset<Row> test) {
    return BaselineAccuracies.ofLabels(train, test, 3).get("majority");
  }

  private static double accuracy(NGramNaiveBayes bayes, Dataset<Row> train, Dataset<Row> test) {
    return BaselineAccuracies.accuracies(train, test, 3, List.of(bayes)).get(1);
  }

  private static Row row(int label, String text) {
    return RowFactory.create(label, text);
  }

  @Test
  void nGramsMarkBeginningAndEnd() {
    assertThat(new NGramNaiveBayes(2, 3, LetterCase.KEPT, 1).grams("Li"))
        .containsExactly("\u0002L", "Li", "i\u0003", "\u0002Li", "Li\u0003");
    assertThat(new NGramNaiveBayes(1, 1, LetterCase.FOLDED, 1).grams("LI"))
        .containsExactly("\u0002", "l", "i", "\u0003");
    assertThat(new NGramNaiveBayes(4, 5, LetterCase.KEPT, 1).grams("a")).isEmpty();
  }

  @Test
  void theMajorityIsTheTrainingSplits() {
    Dataset<Row> train = rows(row(0, "a"), row(1, "b"), row(1, "c"), row(2, "d"));
    Dataset<Row> test = rows(row(0, "a"), row(0, "b"), row(0, "c"), row(1, "d"));

    assertThat(majority(train, test)).isEqualTo(0.25);
  }

  @Test
  void equallyFrequentClassesGiveTheLowerOne() {
    Dataset<Row> train = rows(row(2, "a"), row(1, "b"));

    assertThat(majority(train, rows(row(1, "x")))).isEqualTo(1);
  }

  /**
   * Unigrams with marks; classes 0 and 2 occur, 1 does not. Counts of 0: a 4, b 0; of 2: a 1, b 3;
   * marks 2 each; vocabulary of 4. P(a|0) = 5/12, P(b|0) = 1/12, P(a|2) = 2/12, P(b|2) = 4/12.
   */
  @Test
  void naiveBayesFollowsItsFormula() {
    NGramNaiveBayes bayes = new NGramNaiveBayes(1, 1, LetterCase.KEPT, 1);
    Dataset<Row> train = rows(row(0, "aa"), row(0, "aa"), row(2, "ab"), row(2, "bb"));

    // aab: 25/1728 against 16/1728. abb: 5/1728 against 32/1728. q is unknown to both.
    Dataset<Row> test =
        rows(row(0, "aab"), row(2, "aab"), row(2, "abb"), row(0, "aaqa"), row(1, "bq"));

    // Right, wrong, right, right, wrong.
    assertThat(accuracy(bayes, train, test)).isCloseTo(3 / 5.0, within(1e-12));
  }

  @Test
  void theClassPriorIsLearnt() {
    NGramNaiveBayes bayes = new NGramNaiveBayes(1, 1, LetterCase.KEPT, 1);
    Dataset<Row> train = rows(row(0, "a"), row(1, "a"), row(1, "a"));

    assertThat(accuracy(bayes, train, rows(row(1, "q")))).isEqualTo(1);
  }
}
