package org.spiketrain.sweep;

import java.util.ArrayList;
import java.util.List;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.train.TaskSlots.Placement;

/**
 * What an ablation tries, and how.
 *
 * @param grid keys and their values, in the order of the trials' names
 * @param samples number of random samples instead of all combinations, 0 for those
 * @param seed of the samples
 * @param parallel trials at a time, 0 for as many as keep the task slots busy
 * @param placement where trials are trained
 */
public record SweepSettings(
    List<GridAxis> grid,
    int samples,
    long seed,
    int parallel,
    Placement placement,
    Halving halving) {
  /**
   * Reads a grid, a line a key, as {@link GridAxis#parse} does each; blank ones are left out.
   *
   * @throws UserErrorException if a line is none
   */
  public static List<GridAxis> grid(String lines) {
    return lines
        .lines()
        .filter(line -> !line.isBlank())
        .map(line -> GridAxis.parse(line.strip()))
        .toList();
  }

  /** These with other values for some keys, and with keys more. */
  public SweepSettings with(List<GridAxis> axes) {
    List<GridAxis> all = new ArrayList<>(grid);
    all.removeIf(axis -> axes.stream().anyMatch(other -> other.key().equals(axis.key())));
    all.addAll(axes);
    return new SweepSettings(all, samples, seed, parallel, placement, halving);
  }
}
