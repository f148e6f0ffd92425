package org.spiketrain.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.spiketrain.data.Manifest;
import org.spiketrain.evaluate.baseline.Baseline;
import org.spiketrain.evaluate.baseline.BaselineTask;
import org.spiketrain.evaluate.baseline.Baselines;
import org.spiketrain.evaluate.baseline.FittedBaseline;
import org.spiketrain.model.metrics.PriorShift;
import org.spiketrain.model.zoo.ClassPriors;

/**
 * The baselines of an evaluation, fitted to the training split.
 *
 * @param opponents what they answer, where {@link #answer} has added it
 * @param columns the columns of their answers
 */
record FittedBaselines(
    List<FittedBaseline> fitted, List<Opponent> opponents, List<String> columns) {
  private static final String COLUMN = "answer_of_";

  /**
   * None of frames without training examples.
   *
   * @param fitting fits one of them to the training split, or knows that it has been
   */
  static FittedBaselines fit(
      BaselineTask task, EvaluationSettings settings, Function<Baseline, FittedBaseline> fitting) {
    List<FittedBaseline> fitted = new ArrayList<>();
    List<Opponent> opponents = new ArrayList<>();
    List<String> columns = new ArrayList<>();
    List<Baseline> wanted = Baselines.of(task.kind(), settings.baselines());
    for (Baseline one : task.manifest().totalTrained() == 0 ? List.<Baseline>of() : wanted) {
      Opponent.Answers answers = answers(fitted.size(), one, task, settings.answering().priors());
      fitted.add(fitting.apply(one));
      columns.add(COLUMN + one.key());
      opponents.add(new Opponent(one.key(), one.title(), answers));
    }
    return new FittedBaselines(fitted, opponents, columns);
  }

  /** Rows with the answers of all of them. */
  Dataset<Row> answer(Dataset<Row> rows) {
    Dataset<Row> answered = rows;
    for (int k = 0; k < fitted.size(); k++) {
      answered = fitted.get(k).answer(answered, columns.get(k));
    }
    return answered;
  }

  private static Opponent.Answers answers(
      int column, Baseline baseline, BaselineTask task, ClassPriors priors) {
    Opponent.Answers trained = example -> example.columns()[column];
    if (priors.areTrained()) {
      return trained;
    }
    Manifest manifest = task.manifest();
    PriorShift shift = priors.shift(manifest.classes(), learnt(baseline, manifest));
    return example -> shift.apply(Arrays.stream(trained.of(example)).map(Math::log).toArray());
  }

  /** Share of each class that its answers are for. */
  private static double[] learnt(Baseline baseline, Manifest manifest) {
    double[] learnt = new double[manifest.classes().size()];
    double all = manifest.totalTrained();
    Arrays.setAll(
        learnt,
        c ->
            baseline.isBalanced()
                ? 1.0 / learnt.length
                : manifest.totalTrained(manifest.classes().get(c)) / all);
    return learnt;
  }
}
