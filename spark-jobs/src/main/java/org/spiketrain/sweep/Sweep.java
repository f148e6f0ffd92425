package org.spiketrain.sweep;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.results.Ablation;

/** The trials of an ablation: all combinations of its keys' values, or random samples of them. */
public record Sweep(SweepSettings settings) {
  private static final int ATTEMPTS_PER_SAMPLE = 100;

  public List<String> keys() {
    return settings.grid().stream().map(GridAxis::key).toList();
  }

  /**
   * Returns the trials. The first samples are the same however many there are; each is run with all
   * values of the keys that repeat a setting, such as the seed.
   *
   * @throws UserErrorException if keys and values do not go together
   */
  public List<Trial> trials() {
    check();
    return settings.samples() == 0 ? Trial.all(settings.grid()) : samples();
  }

  private void check() {
    Set<String> keys = new LinkedHashSet<>();
    for (GridAxis axis : settings.grid()) {
      if (!keys.add(axis.key())) {
        throw new UserErrorException(
            "--grid %s stands there twice: name all its values at once".formatted(axis.key()));
      }
      if (axis.condition()
          .filter(when -> !keys.contains(when.key()) || when.key().equals(axis.key()))
          .isPresent()) {
        throw new UserErrorException(
            "--grid %s depends on %s, which is not varied before it: name that first"
                .formatted(axis.key(), axis.condition().orElseThrow().key()));
      }
      if (axis.range().isPresent() && settings.samples() == 0) {
        throw new UserErrorException(
            "--grid %s is a range: say how many samples to draw with -D ablation.samples=N"
                .formatted(axis.key()));
      }
      if (axis.range().isPresent() && Ablation.REPEATS.contains(axis.key())) {
        throw new UserErrorException(
            "--grid %s repeats each sample: list its values".formatted(axis.key()));
      }
    }
    if (keys.isEmpty()) {
      throw new UserErrorException(
          "Nothing varies: name a key and its values with --grid, as in --grid seed=1,2,3, or in ablation.grid");
    }
  }

  private List<Trial> samples() {
    List<GridAxis> drawn =
        settings.grid().stream().filter(axis -> !Ablation.REPEATS.contains(axis.key())).toList();
    Set<Trial> different = new LinkedHashSet<>();
    SplittableRandom random = new SplittableRandom(settings.seed());
    int most = settings.samples() * ATTEMPTS_PER_SAMPLE;
    for (int attempt = 0; attempt < most && different.size() < settings.samples(); attempt++) {
      different.add(Trial.drawn(drawn, random.split()));
    }
    if (different.size() < settings.samples()) {
      throw new UserErrorException(
          "There are only %d different samples of these values: lower ablation.samples"
              .formatted(different.size()));
    }
    List<GridAxis> repeated =
        settings.grid().stream().filter(axis -> Ablation.REPEATS.contains(axis.key())).toList();
    List<Trial> trials = new ArrayList<>();
    different.forEach(sample -> trials.addAll(Trial.all(sample, repeated)));
    return trials;
  }
}
