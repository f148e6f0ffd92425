package org.spiketrain.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.spiketrain.data.Wording;
import org.spiketrain.nightly.Increment;
import org.spiketrain.nightly.NightPlan;
import org.spiketrain.pipeline.NightListener;
import org.spiketrain.results.NightRecord;
import org.spiketrain.results.NightRecord.Check;
import org.spiketrain.results.NightRecord.Condition;
import org.spiketrain.results.NightRecord.TakenData;

/** Shows on the screen what a night does. */
final class NightResults extends Results implements NightListener {
  private static final int SHOWN = 10;

  NightResults(PrintWriter out) {
    super(out);
  }

  /** Says what a night would do. */
  void wouldBe(Optional<String> unfinished, NightPlan plan) {
    unfinished.ifPresent(
        night -> print("the night %s is not over: first of all it goes on", night));
    print("data up to %s: %s", plan.asOf(), described(plan));
    plan.notes().forEach(note -> print("note: %s", note));
    print("nothing was written (--dry-run)");
  }

  private static String described(NightPlan plan) {
    List<Increment> all = Stream.concat(plan.base().stream(), plan.data().stream()).toList();
    String champion =
        plan.champion() == 0 ? "no champion yet" : "the champion is version " + plan.champion();
    if (all.isEmpty()) {
      return "nothing new; " + champion;
    }
    String more = all.size() > SHOWN ? " and " + Wording.counted(all.size() - SHOWN, "other") : "";
    return "%s%s%s; %s"
        .formatted(
            all.stream().limit(SHOWN).map(Increment::id).collect(Collectors.joining(", ")),
            more,
            plan.base().isEmpty() ? "" : ", read as a whole",
            champion);
  }

  @Override
  public void planned(String night, NightPlan plan, boolean again) {
    print("night %s%s: %s", night, again ? " goes on where it stopped" : "", described(plan));
  }

  @Override
  public void checked(List<TakenData> data, List<Check> checks) {
    for (TakenData one : data) {
      print(
          "data %s: %s%s",
          one.id(),
          Wording.counted(one.examples(), "example"),
          one.rejects().isEmpty()
              ? ""
              : ", set aside "
                  + one.rejects().entrySet().stream()
                      .map(r -> "%s (%s)".formatted(Wording.count(r.getValue()), r.getKey()))
                      .collect(Collectors.joining(", ")));
    }
    for (Check check : checks) {
      if (!check.passed()) {
        print("check failed: %s", check.found());
      }
    }
  }

  @Override
  public void judged(List<Condition> conditions) {
    conditions.forEach(
        one ->
            print(
                "%s %s: %s",
                one.tooFew() ? "too few:" : one.met() ? "met:    " : "not met:",
                one.name(),
                one.found()));
  }

  @Override
  public void over(NightRecord record) {
    record.notes().forEach(note -> print("note: %s", note));
    String models =
        record.models().championAfter() == 0
            ? "no champion"
            : "champion: version %d of %s"
                .formatted(record.models().championAfter(), record.models().name());
    print(
        "night %s: %s (%s); %s",
        record.night(),
        record.status().label().replace('-', ' '),
        String.join("; ", record.reasons()),
        models);
  }
}
