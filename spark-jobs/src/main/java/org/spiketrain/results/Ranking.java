package org.spiketrain.results;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Stream;
import org.spiketrain.results.Ablation.Group;
import org.spiketrain.results.Ablation.Spread;
import org.spiketrain.results.Ablation.TrialResult;
import org.spiketrain.results.Ablation.TrialResult.Deciding;
import org.spiketrain.results.Ablation.TrialResult.Result;

/**
 * The order of an ablation's trials. The split that a training was evaluated on ranks, which its
 * results are not reported on: who chooses by the reported figure reports too high a one. Only
 * where there is no such split in any trial, the reported accuracy ranks.
 */
public final class Ranking {
  private final Ablation ablation;
  private final List<Group> groups;
  private final Optional<String> deciding;

  Ranking(Ablation ablation) {
    this.ablation = ablation;
    this.groups = ablation.groups();
    this.deciding =
        results(ablation)
            .flatMap(
                result ->
                    result.deciding().stream()
                        .map(Deciding::split)
                        .filter(split -> !split.equals(result.split())))
            .findFirst();
  }

  private static Stream<Result> results(Ablation ablation) {
    return ablation.rows().stream().flatMap(row -> row.result().stream());
  }

  /** The split whose accuracy ranks; empty while no trial is over. */
  public String split() {
    return deciding.or(() -> results(ablation).map(Result::split).findFirst()).orElse("");
  }

  /** Whether it is another one than that of the reported figures. */
  public boolean isIndependent() {
    return deciding.isPresent();
  }

  /** What ranks a trial; nothing for one that is not over, or has no accuracy on that split. */
  public OptionalDouble score(TrialResult trial) {
    Optional<Double> score =
        isIndependent()
            ? deciding(trial).map(Deciding::accuracy)
            : trial
                .result()
                .filter(result -> result.split().equals(split()))
                .map(result -> result.accuracies().get(Ablation.TRAINED));
    return score.map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
  }

  /** A trial's accuracy on the split that ranks, if that is not the reported one. */
  public Optional<Deciding> deciding(TrialResult trial) {
    return trial
        .result()
        .flatMap(Result::deciding)
        .filter(one -> deciding.filter(one.split()::equals).isPresent());
  }

  /** What ranks a setting: the mean over its trials. */
  public Spread score(Group group) {
    return Spread.of(
        group.trials().stream().flatMapToDouble(trial -> score(trial).stream()).toArray());
  }

  /** From 1, that of the highest score; equal scores have the same. */
  public OptionalInt rank(TrialResult trial) {
    return rank(trial, ablation.rows(), this::score);
  }

  public OptionalInt rank(Group group) {
    return rank(group, groups, this::mean);
  }

  private OptionalDouble mean(Group group) {
    Spread score = score(group);
    return score.count() == 0 ? OptionalDouble.empty() : OptionalDouble.of(score.mean());
  }

  private static <T> OptionalInt rank(T one, List<T> all, Function<T, OptionalDouble> score) {
    OptionalDouble own = score.apply(one);
    return own.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(
            1
                + (int)
                    all.stream()
                        .flatMapToDouble(other -> score.apply(other).stream())
                        .filter(other -> other > own.getAsDouble())
                        .count());
  }

  /** The trials by their ranks, equal ones as they are, and behind them those that have none. */
  public List<TrialResult> trials() {
    return ablation.rows().stream().sorted(by(this::score)).toList();
  }

  /** The settings likewise. */
  public List<Group> settings() {
    return groups.stream().sorted(by(this::mean)).toList();
  }

  private static <T> Comparator<T> by(Function<T, OptionalDouble> score) {
    return Comparator.comparingDouble(one -> -score.apply(one).orElse(Double.NEGATIVE_INFINITY));
  }

  /** The first of the best trials. */
  public Optional<TrialResult> best() {
    return trials().stream().filter(trial -> score(trial).isPresent()).findFirst();
  }

  /** The first of the best settings, where some have several trials and there are several. */
  public Optional<Group> bestSetting() {
    List<Group> settings = settings();
    boolean repeated = settings.stream().anyMatch(group -> score(group).isRepeated());
    return repeated && settings.size() > 1
        ? settings.stream().filter(group -> mean(group).isPresent()).findFirst()
        : Optional.empty();
  }

  /** Says by what it goes, and what that means for the figures. */
  public String note() {
    if (isIndependent()) {
      return "Ranked by accuracy on the %1$s split, with the parameters that each training kept. Who takes the best has chosen by its %1$s accuracy, which is too high therefore; its %2$s accuracy is not, as long as nobody chooses by that."
          .formatted(split(), reported());
    }
    return "Ranked by accuracy on the %1$s split, since no trial has an accuracy on another one by which it chose (split.validation-fraction and training.evaluation-split make one; a committee has none). The order is optimistic therefore: the best is partly the luckiest on these examples, and less is to be expected of it on others."
        .formatted(split());
  }

  /** The split of the reported figures. */
  public String reported() {
    return results(ablation)
        .map(Result::split)
        .distinct()
        .reduce("", (a, b) -> a.isEmpty() ? b : a + "/" + b);
  }
}
