package org.spiketrain.results;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.spiketrain.model.energy.Operations;
import org.spiketrain.model.metrics.ClassificationMetrics;
import org.spiketrain.model.metrics.ConfusionMatrix;
import org.spiketrain.model.metrics.McNemar;
import org.spiketrain.results.Ablation.Spread;
import org.spiketrain.results.ResultTable.Column;

/**
 * Several experiments side by side, each with a run or several of different seeds.
 *
 * @param runs in the order of the experiments
 * @param pairs tests of runs of different experiments that have answered the same examples
 * @param notes what could not be compared, and why
 */
public record Comparison(
    String title,
    List<Contender> contenders,
    List<Run> runs,
    List<PairTest> pairs,
    List<String> notes) {
  /** The file by which a comparison is known again. */
  public static final String JSON = "compare.json";

  /** The member of it that has the experiments. */
  public static final String EXPERIMENTS = "experiments";

  /** The member of an experiment that has what the user named. */
  public static final String FROM = "from";

  /** The member of it that has the runs. */
  public static final String RUNS = "runs";

  /** The member of a run that has its model's file. */
  public static final String MODEL = "model";

  /** One of the experiments; {@code from} is what the user named. */
  public record Contender(String name, String from) {}

  /**
   * A run of an experiment.
   *
   * @param model the file of its model
   * @param error why there are no figures, empty where there are
   */
  public record Run(
      String experiment, long seed, String model, Optional<Measured> measured, String error) {}

  /**
   * Figures of a run.
   *
   * @param network its layers, as {@code network.stack} has them
   * @param label what a class is called
   * @param confusion row = true class
   */
  public record Measured(
      String network,
      String kind,
      String split,
      String label,
      ClassificationMetrics metrics,
      ConfusionMatrix confusion,
      Costs costs) {
    /** Multiplications with an addition, of one example; NaN where they are not counted. */
    public double multiplyAccumulates() {
      return each(Operations::multiplyAccumulates);
    }

    /** Additions alone, of one example; NaN where they are not counted. */
    public double accumulates() {
      return each(Operations::accumulates);
    }

    private double each(ToDoubleFunction<Operations> some) {
      return costs
          .operations
          .map(all -> some.applyAsDouble(all) / Math.max(1, metrics.examples()))
          .orElse(Double.NaN);
    }

    /** Names of the classes, in label order. */
    public List<String> classes() {
      return metrics.perClass().stream().map(ClassificationMetrics.ClassMetrics::name).toList();
    }
  }

  /**
   * Costs of a network.
   *
   * @param parameters numbers in it
   * @param trainingSeconds of its training, where that is known
   * @param operations over all examples of the split, where those of all layers are known
   * @param microjoules of one example by these operations; NaN without them
   */
  public record Costs(
      long parameters,
      Optional<Double> trainingSeconds,
      Optional<Operations> operations,
      double microjoules) {}

  /**
   * A test of two runs that have answered the same examples.
   *
   * @param mcNemar examples that only the first, and only the second answers rightly
   * @param adjusted its probability for so many tests as there are (Holm 1979)
   */
  public record PairTest(
      String first,
      long firstSeed,
      String second,
      long secondSeed,
      long examples,
      McNemar mcNemar,
      double adjusted) {
    /** The seed of both, or the first one's and the second one's. */
    public String seeds() {
      return firstSeed == secondSeed
          ? Long.toString(firstSeed)
          : "%d, %d".formatted(firstSeed, secondSeed);
    }

    /** By how much the first one's accuracy is above the second one's, in [-1, 1]. */
    public double ahead() {
      return (mcNemar.onlyFirst() - mcNemar.onlySecond()) / (double) Math.max(1, examples);
    }
  }

  /** The runs of an experiment that have figures. */
  public List<Measured> measured(String experiment) {
    return runs.stream()
        .filter(run -> run.experiment.equals(experiment))
        .flatMap(run -> run.measured.stream())
        .toList();
  }

  /** The confusions of all runs of an experiment together; empty where no run has figures. */
  public Optional<ConfusionMatrix> confusion(String experiment) {
    return measured(experiment).stream()
        .map(Measured::confusion)
        .reduce((a, b) -> new ConfusionMatrix(a.classes()).merge(a).merge(b));
  }

  /** How a figure spreads over the runs of an experiment; of no numbers without any. */
  public Spread spread(String experiment, ToDoubleFunction<Measured> figure) {
    return Spread.of(
        measured(experiment).stream()
            .mapToDouble(figure)
            .filter(number -> !Double.isNaN(number))
            .toArray());
  }

  /** Returns the tables: runs as CSV, Parquet and JSON, experiments and pairs as CSV. */
  public Map<String, byte[]> files() {
    ResultTable<Run> table = table();
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("compare.csv", table.csv());
    files.put("compare.parquet", table.parquet());
    files.put(JSON, OutputFiles.json(tree(table)));
    files.put("compare-summary.csv", ResultTable.csv(summary()));
    files.put("compare-pairs.csv", pairTable().csv());
    return files;
  }

  private Map<String, Object> tree(ResultTable<Run> table) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("title", title);
    tree.put(EXPERIMENTS, contenders.stream().map(this::tree).toList());
    tree.put(RUNS, table.tree());
    tree.put("pairs", pairTable().tree());
    tree.put("notes", notes);
    return tree;
  }

  private Map<String, Object> tree(Contender one) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", one.name);
    tree.put(FROM, one.from);
    tree.put("accuracy", spread(one.name, each -> each.metrics.accuracy()));
    confusion(one.name)
        .ifPresent(
            counts -> {
              tree.put("classes", measured(one.name).get(0).classes());
              tree.put("confusion", counts(counts));
            });
    return tree;
  }

  private static List<List<Long>> counts(ConfusionMatrix confusion) {
    List<List<Long>> rows = new ArrayList<>();
    for (int truth = 0; truth < confusion.classes(); truth++) {
      List<Long> row = new ArrayList<>();
      for (int answer = 0; answer < confusion.classes(); answer++) {
        row.add(confusion.count(truth, answer));
      }
      rows.add(row);
    }
    return rows;
  }

  /** Returns a header, and a row for each run. */
  public List<List<String>> shown() {
    return table().shown();
  }

  private ResultTable<Run> table() {
    List<Column<Run>> columns = new ArrayList<>();
    columns.add(new Column<>("experiment", String.class, Run::experiment));
    columns.add(new Column<>("seed", Long.class, Run::seed));
    columns.add(of("kind", String.class, Measured::kind));
    columns.add(of("split", String.class, Measured::split));
    columns.add(of("examples", Long.class, one -> one.metrics.examples()));
    columns.add(of("accuracy", Double.class, one -> one.metrics.accuracy()));
    columns.add(of("macro_f1", Double.class, one -> one.metrics.macroF1()));
    columns.add(
        of("balanced_accuracy", Double.class, one -> one.metrics.scores().balancedAccuracy()));
    columns.add(of("parameters", Long.class, one -> one.costs.parameters));
    columns.add(
        of("training_seconds", Double.class, one -> one.costs.trainingSeconds.orElse(null)));
    columns.add(of("multiply_accumulates", Double.class, one -> known(one.multiplyAccumulates())));
    columns.add(of("accumulates", Double.class, one -> known(one.accumulates())));
    columns.add(of("microjoules", Double.class, one -> known(one.costs.microjoules)));
    columns.add(new Column<>(MODEL, String.class, Run::model));
    columns.add(new Column<>("error", String.class, Run::error));
    return new ResultTable<>(columns, runs);
  }

  private static Column<Run> of(String name, Class<?> type, Function<Measured, Object> value) {
    return new Column<>(name, type, run -> run.measured.map(value).orElse(null));
  }

  private static Double known(double number) {
    return Double.isNaN(number) ? null : number;
  }

  private ResultTable<PairTest> pairTable() {
    return new ResultTable<>(
        List.of(
            new Column<>("first", String.class, PairTest::first),
            new Column<>("first_seed", Long.class, PairTest::firstSeed),
            new Column<>("second", String.class, PairTest::second),
            new Column<>("second_seed", Long.class, PairTest::secondSeed),
            new Column<>("examples", Long.class, PairTest::examples),
            new Column<>("only_first_right", Long.class, one -> one.mcNemar.onlyFirst()),
            new Column<>("only_second_right", Long.class, one -> one.mcNemar.onlySecond()),
            new Column<>("first_ahead", Double.class, PairTest::ahead),
            new Column<>("p", Double.class, one -> one.mcNemar.twoSided()),
            new Column<>("p_holm", Double.class, PairTest::adjusted)),
        pairs);
  }

  /** Returns a header, and a row of means over the runs for each experiment. */
  public List<List<String>> summary() {
    Map<String, Function<String, String>> columns = new LinkedHashMap<>();
    columns.put("experiment", name -> name);
    columns.put("runs", name -> Integer.toString(measured(name).size()));
    meanAndDeviation(columns, "accuracy", one -> one.metrics.accuracy());
    meanAndDeviation(columns, "macro_f1", one -> one.metrics.macroF1());
    meanAndDeviation(columns, "balanced_accuracy", one -> one.metrics.scores().balancedAccuracy());
    mean(columns, "parameters", one -> one.costs.parameters);
    mean(columns, "training_seconds", one -> one.costs.trainingSeconds.orElse(Double.NaN));
    mean(columns, "multiply_accumulates", Measured::multiplyAccumulates);
    mean(columns, "accumulates", Measured::accumulates);
    mean(columns, "microjoules", one -> one.costs.microjoules);
    List<List<String>> table = new ArrayList<>(List.of(List.copyOf(columns.keySet())));
    contenders.forEach(
        one -> table.add(columns.values().stream().map(column -> column.apply(one.name)).toList()));
    return table;
  }

  private void meanAndDeviation(
      Map<String, Function<String, String>> columns,
      String title,
      ToDoubleFunction<Measured> figure) {
    mean(columns, title + "_mean", figure);
    columns.put(
        title + "_deviation",
        name -> {
          Spread spread = spread(name, figure);
          return spread.count() < 2 ? "" : ResultTable.digits(spread.deviation());
        });
  }

  private void mean(
      Map<String, Function<String, String>> columns,
      String title,
      ToDoubleFunction<Measured> figure) {
    columns.put(
        title,
        name -> {
          Spread spread = spread(name, figure);
          return spread.count() < 1 ? "" : ResultTable.digits(spread.mean());
        });
  }
}
