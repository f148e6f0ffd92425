package org.spiketrain.model.zoo;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.metrics.ActivityCounts.SpikingLayer;

/**
 * Classifiers that answer together, by the weighted geometric mean of their probabilities: the
 * logarithmic opinion pool (Heskes 1998), with weights of 1 a product of experts (Hinton 2002). A
 * member without weight is not asked.
 */
public final class Committee implements FrameClassifier {
  private static final long serialVersionUID = 1L;

  /**
   * A probability of 0 is taken for the least one that a float can be, so that one member's zeros
   * cannot forbid all classes.
   */
  private static final double LEAST = Math.log(Float.MIN_VALUE);

  /**
   * A classifier and how much its opinion counts.
   *
   * @param name tells it from the others
   * @param weight factor of its log probabilities, at least 0
   */
  public record Member(String name, FrameClassifier classifier, double weight)
      implements Serializable {
    public Member {
      if (!(weight >= 0 && Double.isFinite(weight))) {
        throw new IllegalArgumentException(
            "member %s has weight %s: expected a number from 0".formatted(name, weight));
      }
    }
  }

  private final ArrayList<Member> asked;
  private final double[] weights;

  /** Of each member, how many layers are before its own, and which of its own are shown. */
  private final int[] layersBefore;

  private final ArrayList<Set<Integer>> shown = new ArrayList<>();

  /**
   * Lets classifiers of the same frames and classes answer together.
   *
   * @throws IllegalArgumentException if none of them has a weight
   */
  public Committee(List<Member> members) {
    this.asked = new ArrayList<>(members.stream().filter(one -> one.weight > 0).toList());
    if (asked.isEmpty()) {
      throw new IllegalArgumentException("a committee of no members with a weight");
    }
    this.weights = asked.stream().mapToDouble(Member::weight).toArray();
    this.layersBefore = new int[asked.size()];
    int before = 0;
    for (int m = 0; m < layersBefore.length; m++) {
      layersBefore[m] = before;
      Set<Integer> own =
          asked.get(m).classifier.spikingLayers().stream()
              .map(SpikingLayer::layer)
              .collect(Collectors.toCollection(HashSet::new));
      shown.add(own);
      before += own.stream().mapToInt(layer -> layer + 1).max().orElse(0);
    }
  }

  @Override
  public float[][] probabilities(List<SpikeFrames> examples) {
    List<float[][]> answers =
        asked.stream().map(one -> one.classifier.probabilities(examples)).toList();
    float[][] pooled = new float[examples.size()][];
    Arrays.setAll(pooled, e -> pooled(m -> answers.get(m)[e]));
    return pooled;
  }

  @Override
  public float[] probabilitiesOf(SpikeFrames example) {
    return pooled(m -> asked.get(m).classifier.probabilitiesOf(example));
  }

  @Override
  public float[] probabilitiesOf(SpikeFrames example, LayerObserver observer) {
    return pooled(m -> asked.get(m).classifier.probabilitiesOf(example, of(m, observer)));
  }

  @Override
  public double[] logProbabilitiesOf(SpikeFrames example) {
    return pool(m -> asked.get(m).classifier.logProbabilitiesOf(example));
  }

  @Override
  public boolean answersOverTime() {
    return asked.stream().allMatch(one -> one.classifier.answersOverTime());
  }

  /** Empty too where a member does not answer step by step. */
  @Override
  public float[][] probabilitiesOverTime(SpikeFrames example, LayerObserver observer) {
    if (!answersOverTime()) {
      return new float[0][];
    }
    List<float[][]> answers = new ArrayList<>();
    for (int m = 0; m < asked.size(); m++) {
      answers.add(asked.get(m).classifier.probabilitiesOverTime(example, of(m, observer)));
    }
    float[][] pooled = new float[example.timeSteps()][];
    Arrays.setAll(pooled, t -> pooled(m -> answers.get(m)[t]));
    return pooled;
  }

  /** Those of all members that have a weight, one after the other, told apart by the names. */
  @Override
  public List<SpikingLayer> spikingLayers() {
    List<SpikingLayer> all = new ArrayList<>();
    for (int m = 0; m < asked.size(); m++) {
      int before = layersBefore[m];
      String name = asked.get(m).name;
      asked
          .get(m)
          .classifier
          .spikingLayers()
          .forEach(
              one ->
                  all.add(
                      new SpikingLayer(
                          before + one.layer(), name + ": " + one.name(), one.columns())));
    }
    return all;
  }

  /** Shows only layers that {@link #spikingLayers} has: of others it is not known how many are. */
  private LayerObserver of(int member, LayerObserver observer) {
    return (layer, output) -> {
      if (shown.get(member).contains(layer)) {
        observer.observe(layersBefore[member] + layer, output);
      }
    };
  }

  private float[] pooled(IntFunction<float[]> probabilities) {
    return floats(
        pool(
            m -> {
              float[] own = probabilities.apply(m);
              double[] logarithms = new double[own.length];
              Arrays.setAll(logarithms, c -> Math.log(own[c]));
              return logarithms;
            }));
  }

  private double[] pool(IntFunction<double[]> logProbabilities) {
    double[][] all = new double[weights.length][];
    Arrays.setAll(all, logProbabilities);
    return pool(all, weights);
  }

  /**
   * Log probabilities of the classes by several opinions, [classes].
   *
   * @param logProbabilities [members][classes], at most 0; what is 0 to a float counts as the least
   *     one
   * @param weights [members], at least 0, one of them above it
   */
  public static double[] pool(double[][] logProbabilities, double[] weights) {
    double[] sums = new double[logProbabilities[0].length];
    for (int m = 0; m < weights.length; m++) {
      for (int c = 0; c < sums.length; c++) {
        sums[c] += weights[m] * Math.max(LEAST, logProbabilities[m][c]);
      }
    }
    double most = Arrays.stream(sums).max().orElseThrow();
    double all = Arrays.stream(sums).map(sum -> Math.exp(sum - most)).sum();
    return Arrays.stream(sums).map(sum -> sum - most - Math.log(all)).toArray();
  }

  private static float[] floats(double[] logProbabilities) {
    float[] probabilities = new float[logProbabilities.length];
    for (int c = 0; c < probabilities.length; c++) {
      probabilities[c] = (float) Math.exp(logProbabilities[c]);
    }
    return probabilities;
  }
}
