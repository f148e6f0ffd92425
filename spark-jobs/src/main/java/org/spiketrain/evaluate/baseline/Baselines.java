package org.spiketrain.evaluate.baseline;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.spiketrain.data.DataKind;
import org.spiketrain.evaluate.baseline.LetterTerms.LetterCase;
import org.spiketrain.evaluate.baseline.LinearLearning.Weighting;
import org.spiketrain.evaluate.baseline.MarginLoss.OneAgainstRest;
import org.spiketrain.evaluate.baseline.MarginLoss.Softmax;
import org.spiketrain.evaluate.baseline.MarginLoss.SquaredHinge;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.metrics.AnswerScores;
import org.spiketrain.model.metrics.MetricsAccumulator;

/**
 * Which baselines there are. What they are regularised by is what scikit-learn's users take;
 * nothing was chosen by a test split.
 */
public final class Baselines {
  /** Stands for those that suit the kind of data. */
  public static final String AUTO = "auto";

  private static final String ANSWER = "_answer";
  private static final String SVM = "svm";

  private static final Reading LETTERS = Reading.names(1, 5, LetterCase.FOLDED, 1);
  private static final LinearLearning REGRESSION = regression(ClassWeights.PLAIN);
  private static final LinearLearning BALANCED = regression(ClassWeights.BALANCED);
  private static final LinearLearning NB_SVM =
      new LinearLearning(
          Weighting.PRESENCE,
          new LinearTraining(new OneAgainstRest(), Scaling.logRatios(), ClassWeights.PLAIN, 1));
  private static final LinearLearning LINEAR_SVM =
      new LinearLearning(
          Weighting.TF_IDF,
          new LinearTraining(new SquaredHinge(), Scaling.none(), ClassWeights.PLAIN, 0.5));

  private static final List<Baseline> OF_NAMES =
      List.of(
          new TextBaseline(
              "ngramNaiveBayes",
              "naive Bayes on 1 to 3 letters",
              false,
              Reading.names(1, 3, LetterCase.KEPT, 1),
              new NaiveBayesLearning(1)),
          new TextBaseline(
              "ngramNaiveBayesCaseFolded",
              "naive Bayes on 2 to 5 letters, case folded",
              false,
              Reading.names(2, 5, LetterCase.FOLDED, 1),
              new NaiveBayesLearning(0.5)),
          new TextBaseline(
              "logisticRegression",
              "logistic regression on TF-IDF of 1 to 5 letters",
              false,
              LETTERS,
              REGRESSION),
          new TextBaseline(
              "logisticRegressionBalanced",
              "logistic regression on TF-IDF of 1 to 5 letters, balanced classes",
              true,
              LETTERS,
              BALANCED),
          new TextBaseline(
              "nbSvm",
              "NB-SVM on 1 to 5 letters",
              false,
              // With those of a single name it has several times as many weights, and is no better.
              Reading.names(1, 5, LetterCase.FOLDED, 2),
              NB_SVM),
          new TextBaseline(
              SVM, "linear SVM on TF-IDF of 1 to 5 letters", false, LETTERS, LINEAR_SVM));

  private static final List<Baseline> OF_SENTENCES =
      List.of(
          sentences("ngramNaiveBayes", "naive Bayes on %s", new NaiveBayesLearning(1)),
          sentences("logisticRegression", "logistic regression on TF-IDF of %s", REGRESSION),
          new TextBaseline(
              "logisticRegressionBalanced",
              "logistic regression on TF-IDF of %s, balanced classes"
                  .formatted(Reading.OF_SENTENCES),
              true,
              Reading.sentences(),
              BALANCED),
          sentences("nbSvm", "NB-SVM on %s", NB_SVM),
          sentences(SVM, "linear SVM on TF-IDF of %s", LINEAR_SVM));

  private static final List<Baseline> OF_EVENTS =
      List.of(
          new EventsRegression(
              "logisticRegression",
              "logistic regression on 10 x 70 sums over time and channels",
              false,
              new FrameSums(10, 70),
              new LinearTraining(new Softmax(), Scaling.standard(), ClassWeights.PLAIN, 0.01)));

  private Baselines() {}

  /**
   * The baselines of a kind of data.
   *
   * @param chosen their keys, or {@link #AUTO} alone; none if it is empty
   * @throws UserErrorException if there is none of that key for this kind of data
   */
  public static List<Baseline> of(DataKind kind, List<String> chosen) {
    List<Baseline> all = all(kind);
    if (chosen.equals(List.of(AUTO))) {
      return all.stream().filter(one -> isAutomatic(kind, one)).toList();
    }
    return chosen.stream().map(key -> find(kind, all, key)).toList();
  }

  /**
   * Lets a fitted baseline answer, and counts.
   *
   * @param rows frames
   */
  public static AnswerScores scores(FittedBaseline fitted, Dataset<Row> rows, int classes) {
    MetricsAccumulator counts =
        fitted
            .answer(rows, ANSWER)
            .select("label", ANSWER)
            .queryExecution()
            .toRdd()
            .toJavaRDD()
            .aggregate(
                new MetricsAccumulator(classes),
                (counted, row) -> counted.add(row.getInt(0), row.getArray(1).toDoubleArray()),
                MetricsAccumulator::merge);
    return AnswerScores.of(counts.confusion(), classes);
  }

  /** Names have a regression that is as good as the SVM, which costs as much. */
  private static boolean isAutomatic(DataKind kind, Baseline baseline) {
    return !(kind.isSpelled() && baseline.key().equals(SVM));
  }

  private static Baseline find(DataKind kind, List<Baseline> all, String key) {
    return all.stream()
        .filter(one -> one.key().equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new UserErrorException(
                    "There is no baseline \"%s\" for data of kind %s: expected %s, none, or some of %s"
                        .formatted(
                            key,
                            kind.name(),
                            AUTO,
                            String.join(", ", all.stream().map(Baseline::key).toList()))));
  }

  private static List<Baseline> all(DataKind kind) {
    List<Baseline> all = new ArrayList<>(List.of(new Majority()));
    if (kind.isSpelled()) {
      all.addAll(OF_NAMES);
    } else if (kind.isWorded()) {
      all.addAll(OF_SENTENCES);
    } else if (kind.isDrawn()) {
      all.addAll(OF_EVENTS);
    }
    return all;
  }

  private static LinearLearning regression(ClassWeights weights) {
    return new LinearLearning(
        Weighting.TF_IDF, new LinearTraining(new Softmax(), Scaling.none(), weights, 10));
  }

  private static TextBaseline sentences(String key, String title, TextBaseline.Learning learning) {
    return new TextBaseline(
        key, title.formatted(Reading.OF_SENTENCES), false, Reading.sentences(), learning);
  }
}
