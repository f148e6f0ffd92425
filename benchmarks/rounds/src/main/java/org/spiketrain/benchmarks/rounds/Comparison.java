package org.spiketrain.benchmarks.rounds;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.spiketrain.benchmarks.rounds.RoundListener.Round;

/**
 * What came of all turns.
 *
 * @param master where the application ran
 * @param results hashes of the parameters, turn by turn, by side
 */
record Comparison(
    Settings settings,
    String master,
    List<Round> rounds,
    List<long[]> compute,
    Map<String, List<Integer>> results) {
  private static final double MILLION = 1e6;

  /** Medians of a side's rounds; times in milliseconds, sizes in MB. */
  private record Medians(
      double round, double beside, double processor, double broadcast, double results) {}

  String table() {
    double alone = median(compute.stream().skip(1).flatMapToDouble(Comparison::late).toArray());
    Medians ours = medians(Ours.NAME, alone);
    Medians theirs = medians(Dl4j.NAME, alone);
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s on %s, %d workers, %d minibatches a round; medians over %d turns of %d rounds each, the first %d left out"
            .formatted(
                settings.configuration(),
                master,
                settings.workers(),
                settings.frequency(),
                settings.turns(),
                settings.rounds(),
                Settings.WARM_UP));
    lines.add("");
    lines.add("| of a round | %s | %s | ratio |".formatted(Ours.NAME, Dl4j.NAME));
    lines.add("|---|---|---|---|");
    lines.add(row("from round to round, ms", "%.0f", ours, theirs, Medians::round));
    lines.add(
        row(
            "beside its minibatches (%.0f ms in the slowest worker), ms".formatted(alone),
            "%.0f",
            ours,
            theirs,
            Medians::beside));
    lines.add(
        row("processor time, all processes (mean), ms", "%.0f", ours, theirs, Medians::processor));
    lines.add(
        row("put up by the driver for executors, MB", "%.1f", ours, theirs, Medians::broadcast));
    lines.add(row("sent by executors to the driver, MB", "%.1f", ours, theirs, Medians::results));
    lines.add("");
    lines.add(
        "different parameters in %d trainings from the same beginning: %s %d, %s %d"
            .formatted(
                settings.turns() + 1,
                Ours.NAME,
                new HashSet<>(results.get(Ours.NAME)).size(),
                Dl4j.NAME,
                new HashSet<>(results.get(Dl4j.NAME)).size()));
    return String.join(System.lineSeparator(), lines);
  }

  private static String row(
      String what, String format, Medians ours, Medians theirs, ToDoubleFunction<Medians> value) {
    double a = value.applyAsDouble(ours);
    double b = value.applyAsDouble(theirs);
    return ("| %s | " + format + " | " + format + " | %.1f |").formatted(what, a, b, b / a);
  }

  private Medians medians(String side, double alone) {
    List<List<Round>> turns =
        IntStream.rangeClosed(1, settings.turns()).mapToObj(turn -> counted(side, turn)).toList();
    double round = median(turns.stream().flatMapToDouble(Comparison::intervals).toArray());
    List<Round> all = turns.stream().flatMap(List::stream).toList();
    return new Medians(
        round,
        round - alone,
        turns.stream().mapToDouble(Comparison::processor).average().orElseThrow(),
        median(all.stream().mapToDouble(one -> one.broadcast() / MILLION).toArray()),
        median(all.stream().mapToDouble(one -> one.results() / MILLION).toArray()));
  }

  private List<Round> counted(String side, int turn) {
    List<Round> counted =
        rounds.stream()
            .filter(round -> round.side().equals(side) && round.turn() == turn)
            .skip(Settings.WARM_UP)
            .toList();
    if (counted.size() != settings.rounds() - Settings.WARM_UP) {
      throw new IllegalStateException(
          "%s has run %d rounds in turn %d".formatted(side, counted.size(), turn));
    }
    return counted;
  }

  private static DoubleStream intervals(List<Round> turn) {
    return IntStream.range(1, turn.size())
        .mapToDouble(k -> turn.get(k).begin() - turn.get(k - 1).begin());
  }

  private static double processor(List<Round> turn) {
    Round first = turn.get(0);
    Round last = turn.get(turn.size() - 1);
    return last.processor().minus(first.processor()).toNanos() / MILLION / (turn.size() - 1);
  }

  private static DoubleStream late(long[] turn) {
    return Arrays.stream(turn).skip(Settings.WARM_UP).mapToDouble(nanos -> nanos / MILLION);
  }

  private static double median(double... values) {
    double[] sorted = Arrays.stream(values).sorted().toArray();
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
