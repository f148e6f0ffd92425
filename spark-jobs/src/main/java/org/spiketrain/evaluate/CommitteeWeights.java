package org.spiketrain.evaluate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.frames.Example;
import org.spiketrain.model.metrics.MeanLoss;
import org.spiketrain.model.metrics.SimplexGrid;
import org.spiketrain.model.zoo.Committee;
import org.spiketrain.model.zoo.FrameClassifier;

/**
 * Weights of a committee's members, as they are asked for.
 *
 * @param by where they come from
 * @param given the weights themselves where they are given, in the order of the members
 */
public record CommitteeWeights(By by, List<Double> given) {
  /** Where the weights come from. */
  public enum By {
    /** All members weigh the same. */
    EQUAL,
    /** Those whose mean log loss on the validation split is the smallest. */
    VALIDATION,
    /** The configuration. */
    GIVEN
  }

  /** What may be written. */
  public static final String EXPECTED =
      "equal, validation, or a number from 0 for each member, as in 0.6 0.4";

  public CommitteeWeights {
    given = List.copyOf(given);
  }

  /**
   * Reads weights as they are written.
   *
   * @param members how many there are
   * @throws UserErrorException if they are none
   */
  public static CommitteeWeights parse(String text, int members) {
    String stripped = text.strip();
    if (stripped.equals("equal") || stripped.equals("validation")) {
      return new CommitteeWeights(
          stripped.equals("equal") ? By.EQUAL : By.VALIDATION, List.of());
    }
    List<Double> weights;
    try {
      weights = Arrays.stream(stripped.split("[\\s,]+")).map(Double::valueOf).toList();
    } catch (NumberFormatException e) {
      throw new UserErrorException("'%s' is no weights".formatted(stripped), e);
    }
    if (weights.size() != members
        || weights.stream().anyMatch(one -> !(one >= 0 && Double.isFinite(one)))
        || weights.stream().allMatch(one -> one == 0)) {
      throw new UserErrorException(
          "'%s' is not a number from 0 for each of %d members, one above it"
              .formatted(stripped, members));
    }
    return new CommitteeWeights(By.GIVEN, weights);
  }

  /**
   * Weights that sum to 1, or those that are given.
   *
   * @param validation examples by which they are chosen, if they are
   */
  public Chosen choose(List<FrameClassifier> members, Supplier<JavaRDD<Example>> validation) {
    return switch (by) {
      case EQUAL ->
          new Chosen(Collections.nCopies(members.size(), 1.0 / members.size()), Double.NaN);
      case GIVEN -> new Chosen(given, Double.NaN);
      case VALIDATION -> best(members, validation.get());
    };
  }

  /**
   * Weights that were taken.
   *
   * @param logLoss the committee's mean log loss on the validation split, NaN where they were not
   *     chosen by it
   */
  public record Chosen(List<Double> weights, double logLoss) {}

  private static Chosen best(List<FrameClassifier> members, JavaRDD<Example> validation) {
    List<double[]> grid = SimplexGrid.of(members.size());
    Losses losses =
        Evaluator.fold(
            validation,
            new ArrayList<>(members),
            Losses.none(grid),
            Losses::add,
            Losses::merge);
    int best =
        IntStream.range(0, grid.size())
            .boxed()
            // Of equal ones the first, which is the most equal.
            .min((a, b) -> Double.compare(losses.of(a), losses.of(b)))
            .orElseThrow();
    return new Chosen(Arrays.stream(grid.get(best)).boxed().toList(), losses.of(best));
  }

  /** Mean log losses by weights: the same, however the examples are spread. */
  private record Losses(ArrayList<double[]> grid, ArrayList<MeanLoss> means)
      implements Serializable {
    static Losses none(List<double[]> grid) {
      ArrayList<MeanLoss> means = new ArrayList<>();
      grid.forEach(unused -> means.add(new MeanLoss()));
      return new Losses(new ArrayList<>(grid), means);
    }

    double of(int point) {
      return means.get(point).value();
    }

    Losses add(Example example, List<FrameClassifier> members) {
      double[][] opinions =
          members.stream()
              .map(member -> member.logProbabilitiesOf(example.frames()))
              .toArray(double[][]::new);
      for (int k = 0; k < grid.size(); k++) {
        means.get(k).add(-Committee.pool(opinions, grid.get(k))[example.label()]);
      }
      return this;
    }

    Losses merge(Losses other) {
      for (int k = 0; k < means.size(); k++) {
        means.get(k).merge(other.means.get(k));
      }
      return this;
    }
  }
}
