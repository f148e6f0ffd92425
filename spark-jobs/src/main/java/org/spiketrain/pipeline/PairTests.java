package org.spiketrain.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.spiketrain.model.metrics.Holm;
import org.spiketrain.model.metrics.McNemar;
import org.spiketrain.pipeline.CompareRun.Answered;
import org.spiketrain.results.Comparison.PairTest;

/**
 * Tests of all pairs of experiments, on runs that have answered the same examples.
 *
 * @param notes which pairs there are none of, and why
 */
record PairTests(List<PairTest> tests, List<String> notes) {
  /**
   * What examples a run was asked about.
   *
   * @param digest over all of them, in any order
   */
  record Asked(String kind, List<String> classes, long examples, long digest) {}

  private record Pair(Answered first, Answered second, McNemar mcNemar) {
    static Pair of(Answered first, Answered second) {
      return new Pair(first, second, first.answers().against(second.answers()));
    }

    PairTest test(double adjusted) {
      return new PairTest(
          first.experiment(),
          first.seed(),
          second.experiment(),
          second.seed(),
          first.asked().examples(),
          mcNemar,
          adjusted);
    }
  }

  /**
   * Tests runs, those of an experiment one after another.
   *
   * @param runs that have answered
   * @param alone experiments of a single run, which is tested against all runs of another; one
   *     whose other runs have failed is none
   */
  static PairTests of(List<Answered> runs, Set<String> alone) {
    Map<String, List<Answered>> byExperiment = new LinkedHashMap<>();
    runs.forEach(
        run -> byExperiment.computeIfAbsent(run.experiment(), x -> new ArrayList<>()).add(run));
    List<List<Answered>> experiments = List.copyOf(byExperiment.values());
    List<Pair> pairs = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (int first = 0; first < experiments.size(); first++) {
      for (int second = first + 1; second < experiments.size(); second++) {
        List<Pair> some = pairs(experiments.get(first), experiments.get(second), alone);
        pairs.addAll(some);
        if (some.isEmpty()) {
          notes.add(note(experiments.get(first).get(0), experiments.get(second).get(0)));
        }
      }
    }
    double[] adjusted =
        Holm.adjusted(pairs.stream().mapToDouble(pair -> pair.mcNemar().twoSided()).toArray());
    List<PairTest> tests = new ArrayList<>();
    for (Pair pair : pairs) {
      tests.add(pair.test(adjusted[tests.size()]));
    }
    return new PairTests(tests, notes);
  }

  /** Runs of the same seed, or the only one of an experiment with each of the other. */
  private static List<Pair> pairs(List<Answered> first, List<Answered> second, Set<String> alone) {
    boolean anySeed =
        Stream.of(first, second).anyMatch(runs -> alone.contains(runs.get(0).experiment()));
    List<Pair> pairs = new ArrayList<>();
    for (Answered one : first) {
      for (Answered other : second) {
        if (one.asked().equals(other.asked()) && (anySeed || one.seed() == other.seed())) {
          pairs.add(Pair.of(one, other));
        }
      }
    }
    return pairs;
  }

  private static String note(Answered first, Answered second) {
    Asked one = first.asked();
    Asked other = second.asked();
    String why =
        !one.kind().equals(other.kind())
            ? "data of kind %s and of kind %s".formatted(one.kind(), other.kind())
            : one.classes().equals(other.classes())
                ? "other examples, or have no seed in common"
                : "other classes";
    return "%s and %s are not tested against each other: they have answered %s."
        .formatted(first.experiment(), second.experiment(), why);
  }
}
