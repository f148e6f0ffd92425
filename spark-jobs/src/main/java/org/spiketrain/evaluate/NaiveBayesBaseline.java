package org.spiketrain.evaluate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.NaiveBayes;
import org.apache.spark.ml.feature.CountVectorizer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.spiketrain.evaluate.BaselineAccuracies.MajorityBaseline;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Locale;

/**
 * Multinomial naive Bayes over character n-grams (Spark ML's), the class prior learnt from the
 * training split. n-grams that the training split does not have are left out of account.
 *
 * @param grams the n-grams counted
 * @param smoothing what is added to each count (Laplace)
 */
record NaiveBayesBaseline(CharacterNGrams grams, double smoothing) {
  /** More n-grams than any corpus of names has; Spark would cut the list off at 262,144. */
  private static final int VOCABULARY = 1 << 22;

  /**
   * Accuracy of a classifier trained on one split and tested on another.
   *
   * @param train rows with {@code label} and {@code text}
   * @param test rows with {@code label} and {@code text}, at least one
   */
  double accuracy(Dataset<Row> train, Dataset<Row> test) {
    Dataset<Row> counted = withGrams(train).cache();
    try {
      PipelineModel model = pipeline().fit(counted);
      List<Integer> labels = MajorityBaseline.labels(train);
      Dataset<Row> predicted = model.transform(withGrams(test)).select("label", "prediction");
      // Spark numbers the classes that it met in training: its prediction is an index into those.
      long hits =
          predicted
              .toJavaRDD()
              .filter(row -> labels.get((int) row.getDouble(1)) == row.getInt(0))
              .count();
      return (double) hits / test.count();
    } finally {
      counted.unpersist();
    }
  }

  private Pipeline pipeline() {
    CountVectorizer counts =
        new CountVectorizer()
            .setInputCol("grams")
            .setOutputCol("features")
            .setVocabSize(VOCABULARY);
    NaiveBayes bayes = new NaiveBayes().setModelType("multinomial").setSmoothing(smoothing);
    return new Pipeline().setStages(new PipelineStage[] {counts, bayes});
  }

  private Dataset<Row> withGrams(Dataset<Row> names) {
    CharacterNGrams nGrams = grams;
    UDF1<String, List<String>> split = nGrams::of;
    return names.select(
        col("label"),
        udf(split, DataTypes.createArrayType(DataTypes.StringType)).apply(col("text")).as("grams"));
  }

  /**
   * The runs of letters in a name, with a mark at either end so that beginnings and endings are known
   * as such.
   *
   * @param shortest shortest run, at least 1
   * @param longest longest run
   * @param letterCase whether upper and lower case are told apart
   */
  record CharacterNGrams(int shortest, int longest, LetterCase letterCase) implements Serializable {
    // Control characters: no alphabet has them.
    private static final String BEGIN = "\u0002";
    private static final String END = "\u0003";

    enum LetterCase {
      KEPT,
      FOLDED
    }

    /** All n-grams of a name, repeated ones repeated. */
    List<String> of(String name) {
      String folded = letterCase == LetterCase.FOLDED ? name.toLowerCase(Locale.ROOT) : name;
      int[] letters = (BEGIN + folded + END).codePoints().toArray();
      List<String> grams = new ArrayList<>();
      for (int n = shortest; n <= longest; n++) {
        for (int from = 0; from + n <= letters.length; from++) {
          grams.add(new String(letters, from, n));
        }
      }
      return grams;
    }
  }
}
