package org.spiketrain.pipeline;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.spiketrain.nightly.NightPlan;
import org.spiketrain.results.NightRecord;
import org.spiketrain.results.NightRecord.Check;
import org.spiketrain.results.NightRecord.Condition;
import org.spiketrain.results.NightRecord.HoldOut;
import org.spiketrain.results.NightRecord.Models;
import org.spiketrain.results.NightRecord.TakenData;
import org.spiketrain.results.NightRecord.Trained;
import org.spiketrain.results.NightStatus;

/** The record of a night as it comes about. */
final class NightBook {
  NightStatus status = NightStatus.RUNNING;
  List<String> reasons = List.of();
  List<TakenData> data = List.of();
  List<Check> checks = List.of();
  Trained trained = Trained.NOT_YET;
  List<HoldOut> holdOuts = List.of();
  List<Condition> conditions = List.of();
  int candidate;
  int championAfter;
  final List<String> notes;

  private final String night;
  private final String model;
  private final NightPlan plan;
  private final String started;
  private final int starts;
  private final Supplier<Map<String, Double>> seconds;

  /**
   * Begins a book, or goes on with it.
   *
   * @param before what an earlier start of the night has left
   * @param seconds wall-clock time by stage, so far
   */
  NightBook(
      String night,
      String model,
      NightPlan plan,
      Optional<NightRecord> before,
      Supplier<Map<String, Double>> seconds) {
    this.night = night;
    this.model = model;
    this.plan = plan;
    this.started = before.map(NightRecord::started).orElseGet(NightBook::now);
    this.starts = 1 + before.map(NightRecord::starts).orElse(0);
    this.seconds = seconds;
    this.championAfter = plan.champion();
    this.notes = new ArrayList<>(plan.notes());
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** The record as it is now. */
  NightRecord record() {
    return new NightRecord(
        night,
        plan.asOf(),
        status,
        List.copyOf(reasons),
        started,
        status == NightStatus.RUNNING ? "" : now(),
        starts,
        plan.generation(),
        data,
        checks,
        trained,
        holdOuts,
        conditions,
        new Models(model, candidate, plan.champion(), championAfter),
        seconds.get(),
        List.copyOf(notes));
  }
}
