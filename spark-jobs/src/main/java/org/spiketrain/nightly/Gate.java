package org.spiketrain.nightly;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.spiketrain.data.Wording;
import org.spiketrain.model.metrics.McNemar;
import org.spiketrain.nightly.NightlySettings.GateSettings;
import org.spiketrain.nightly.NightlySettings.Metric;
import org.spiketrain.nightly.NightlySettings.Significance;
import org.spiketrain.results.Figures;
import org.spiketrain.results.NightRecord.Condition;
import org.spiketrain.results.NightRecord.HoldOut;

/** Decides whether a candidate becomes the champion. */
public record Gate(GateSettings settings) {
  /**
   * What a process of its own found of a candidate's file.
   *
   * @param problem why it could not load it or gave other answers; empty if all was well
   * @param latencyMillis median time of an answer
   */
  public record FreshAnswers(String problem, int answers, double latencyMillis) {}

  /**
   * All conditions, each with what was found. All must be met.
   *
   * @param holdOuts at least one
   * @param bytes size of the candidate's file
   */
  public List<Condition> conditions(List<HoldOut> holdOuts, long bytes, FreshAnswers fresh) {
    List<Condition> conditions = new ArrayList<>();
    for (HoldOut one : holdOuts) {
      conditions.addAll(ofHoldOut(one));
    }
    if (holdOuts.stream().anyMatch(HoldOut::isDuel)
        && holdOuts.stream().noneMatch(one -> shortfall(one).isEmpty())) {
      conditions.add(
          new Condition(
              "evidence",
              false,
              "no hold-out decides: "
                  + holdOuts.stream()
                      .map(one -> "%s has %s".formatted(one.name(), shortfall(one)))
                      .collect(Collectors.joining(", "))));
    }
    if (holdOuts.stream().anyMatch(HoldOut::isDuel) && settings.test() != Significance.NONE) {
      conditions.add(significance(holdOuts));
    }
    conditions.add(
        new Condition(
            "fresh process",
            fresh.problem().isEmpty(),
            fresh.problem().isEmpty()
                ? "loaded, and gave the same answers to "
                    + Wording.counted(fresh.answers(), "example")
                : fresh.problem()));
    conditions.add(
        new Condition(
            "latency",
            fresh.problem().isEmpty() && fresh.latencyMillis() <= settings.latencyMillis(),
            "%.2f ms an answer, at most %s allowed"
                .formatted(fresh.latencyMillis(), Wording.significant(settings.latencyMillis()))));
    conditions.add(
        new Condition(
            "size",
            bytes <= settings.largestBytes(),
            "%s bytes, at most %s allowed"
                .formatted(Wording.count(bytes), Wording.count(settings.largestBytes()))));
    return List.copyOf(conditions);
  }

  /** What a hold-out lacks to decide by itself; empty if it does. */
  private String shortfall(HoldOut one) {
    if (one.candidate().examples() < settings.leastExamples()) {
      return "%s, fewer than %s (nightly.gate.least-examples)"
          .formatted(
              Wording.counted(one.candidate().examples(), "example"),
              Wording.count(settings.leastExamples()));
    }
    List<String> unseen =
        settings.metric() == Metric.RECALL
            ? one.candidate().without(settings.classes())
            : List.of();
    return unseen.isEmpty()
        ? ""
        : "no example of %s, whose recall is asked for".formatted(String.join(", ", unseen));
  }

  private List<Condition> ofHoldOut(HoldOut one) {
    String shortfall = shortfall(one);
    if (!shortfall.isEmpty()) {
      return List.of(
          Condition.tooFew(
              "metric, " + one.name(),
              "%s; it decides nothing, having %s"
                  .formatted(one.isDuel() ? margin(one).found() : least(one).found(), shortfall)));
    }
    return one.isDuel() ? List.of(least(one), margin(one), classDrop(one)) : List.of(least(one));
  }

  /** Returns the metric of these settings. */
  public double metric(Figures figures) {
    return switch (settings.metric()) {
      case ACCURACY -> figures.accuracy();
      case MACRO_F1 -> figures.macroF1();
      case RECALL -> figures.recall(settings.classes());
    };
  }

  private String metricName() {
    return settings.metric().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private Condition least(HoldOut one) {
    double candidate = metric(one.candidate());
    return new Condition(
        "least, " + one.name(),
        candidate >= settings.least(),
        "%s %.4f, at least %.4f asked for".formatted(metricName(), candidate, settings.least()));
  }

  private Condition margin(HoldOut one) {
    double candidate = metric(one.candidate());
    double champion = metric(one.champion());
    return new Condition(
        "margin, " + one.name(),
        candidate - champion >= settings.margin(),
        "%s %.4f after %.4f (%+.4f), at least %+.4f asked for"
            .formatted(metricName(), candidate, champion, candidate - champion, settings.margin()));
  }

  private Condition classDrop(HoldOut one) {
    List<String> drops = new ArrayList<>();
    int looked = 0;
    for (int c = 0; c < one.champion().classes().size(); c++) {
      Figures.OfClass before = one.champion().classes().get(c);
      Figures.OfClass after = one.candidate().classes().get(c);
      if (before.examples() >= settings.classExamples()) {
        looked++;
        if (before.recall() - after.recall() > settings.classDrop()) {
          drops.add(
              "%s from %.3f to %.3f".formatted(before.name(), before.recall(), after.recall()));
        }
      }
    }
    String name = "classes, " + one.name();
    String few =
        "%d of %d classes have %s and were looked at"
            .formatted(
                looked,
                one.champion().classes().size(),
                Wording.counted(settings.classExamples(), "example"));
    if (looked == 0) {
      return Condition.tooFew(name, few + " (nightly.gate.class-examples)");
    }
    return new Condition(
        name,
        drops.isEmpty(),
        drops.isEmpty()
            ? "no recall fell by more than %s; %s".formatted(settings.classDrop(), few)
            : "recall fell by more than %s: %s"
                .formatted(settings.classDrop(), String.join(", ", drops)));
  }

  /** Of all examples together: hold-outs are of different ones. */
  private Condition significance(List<HoldOut> holdOuts) {
    McNemar test =
        new McNemar(
            holdOuts.stream().mapToLong(HoldOut::onlyCandidate).sum(),
            holdOuts.stream().mapToLong(HoldOut::onlyChampion).sum());
    boolean better = settings.test() == Significance.BETTER;
    double p = better ? test.firstIsBetter() : test.firstIsWorse();
    boolean significant = p <= settings.level();
    return new Condition(
        "McNemar",
        significant == better,
        "%s only the candidate, %s only the champion answered rightly: %s significantly %s (p = %.3g, level %s)"
            .formatted(
                Wording.count(test.onlyFirst()),
                Wording.count(test.onlySecond()),
                significant ? "the candidate is" : "the candidate is not",
                better ? "better" : "worse",
                p,
                settings.level()));
  }
}
