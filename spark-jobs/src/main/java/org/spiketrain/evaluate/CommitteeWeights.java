package org.spiketrain.evaluate;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
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
    /** Those of a grid whose mean log loss on the validation split is the smallest. */
    VALIDATION,
    /** The configuration. */
    GIVEN
  }

  /** What may be written. */
  public static final String EXPECTED =
      "equal, validation, or a number from 0 for each member, as in 0.6 0.4";

  /** Temperatures are 2 to the power of k / 4, from COLDEST to HOTTEST. */
  private static final double STEPS_AN_OCTAVE = 4;

  private static final int COLDEST = -16;
  private static final int HOTTEST = 24;

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
      return new CommitteeWeights(stripped.equals("equal") ? By.EQUAL : By.VALIDATION, List.of());
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
   * Chooses the weights.
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
    Broadcast<ArrayList<FrameClassifier>> asked =
        JavaSparkContext.fromSparkContext(validation.context()).broadcast(new ArrayList<>(members));
    // Members are asked once: what they say is little, and both grids go over it.
    JavaRDD<Opinions> opinions =
        validation
            .map(example -> Opinions.of(example, asked.value()))
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      return best(members.size(), opinions);
    } finally {
      opinions.unpersist();
      asked.destroy();
    }
  }

  /** What each member says of an example, as [members][classes] log probabilities. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Opinions(double[][] logProbabilities, int label) implements Serializable {
    static Opinions of(Example example, List<FrameClassifier> members) {
      return new Opinions(
          members.stream()
              .map(member -> member.logProbabilitiesOf(example.frames()))
              .toArray(double[][]::new),
          example.label());
    }
  }

  /**
   * How sure a member is of itself says little of how right it is: each gets a temperature of its
   * own first (Guo et al. 2017), so that the grid of weights is one of opinions of the same scale.
   */
  private static Chosen best(int members, JavaRDD<Opinions> validation) {
    double[] scales = new double[members];
    List<double[]> alone = new ArrayList<>();
    for (int m = 0; m < scales.length; m++) {
      for (int k = COLDEST; k <= HOTTEST; k++) {
        double[] weights = new double[scales.length];
        weights[m] = rounded(Math.pow(2, -k / STEPS_AN_OCTAVE));
        alone.add(weights);
      }
    }
    Losses ofOne = Losses.of(validation, alone);
    int each = alone.size() / scales.length;
    for (int m = 0; m < scales.length; m++) {
      scales[m] = alone.get(ofOne.least(m * each, (m + 1) * each))[m];
    }
    List<double[]> together = new ArrayList<>();
    for (double[] point : SimplexGrid.of(scales.length)) {
      // Members that know different things are right together to be surer than each of them.
      for (int k = 0; k <= STEPS_AN_OCTAVE * (Math.log(scales.length) / Math.log(2)); k++) {
        double[] weights = new double[scales.length];
        double factor = Math.pow(2, k / STEPS_AN_OCTAVE);
        Arrays.setAll(weights, m -> rounded(point[m] * scales[m] * factor));
        together.add(weights);
      }
    }
    Losses ofAll = Losses.of(validation, together);
    int best = ofAll.least(0, together.size());
    return new Chosen(Arrays.stream(together.get(best)).boxed().toList(), ofAll.of(best));
  }

  private static double rounded(double weight) {
    return new BigDecimal(weight).round(new MathContext(3)).doubleValue();
  }

  /** Mean log losses by weights: the same, however the examples are spread. */
  private record Losses(ArrayList<double[]> grid, ArrayList<MeanLoss> means)
      implements Serializable {
    static Losses of(JavaRDD<Opinions> validation, List<double[]> grid) {
      ArrayList<MeanLoss> means = new ArrayList<>();
      grid.forEach(unused -> means.add(new MeanLoss()));
      return validation.aggregate(
          new Losses(new ArrayList<>(grid), means), Losses::add, Losses::merge);
    }

    double of(int point) {
      return means.get(point).value();
    }

    /** The point of the smallest loss of some; of equal ones the first. */
    int least(int from, int to) {
      double[] losses = IntStream.range(from, to).mapToDouble(this::of).toArray();
      return IntStream.range(from, to)
          .boxed()
          .min(Comparator.comparingDouble(k -> losses[k - from]))
          .orElseThrow();
    }

    Losses add(Opinions opinions) {
      for (int k = 0; k < grid.size(); k++) {
        means.get(k).add(-Committee.pool(opinions.logProbabilities, grid.get(k))[opinions.label]);
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
