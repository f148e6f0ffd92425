package org.spiketrain.model.zoo;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.metrics.PriorShift;

/**
 * How frequent classes are where answers are wanted: as in the training, all alike, or given
 * shares.
 */
public final class ClassPriors implements Serializable {
  /** As in the training: nothing is changed. */
  public static final ClassPriors TRAINED = new ClassPriors("trained", Map.of());

  /** What a setting may be. */
  public static final String EXPECTED =
      "trained, uniform, or CLASS=SHARE with commas between them, which sum to 1";

  private static final long serialVersionUID = 1L;
  private static final String UNIFORM = "uniform";

  /** Shares are given rounded. */
  private static final double TOLERANCE = 1e-3;

  private final String text;
  private final LinkedHashMap<String, Double> shares;

  private ClassPriors(String text, Map<String, Double> shares) {
    this.text = text;
    this.shares = new LinkedHashMap<>(shares);
  }

  /**
   * Reads a setting.
   *
   * @param text {@link #EXPECTED}
   * @throws UserErrorException if it is something else
   */
  public static ClassPriors parse(String text) {
    String stripped = text.strip();
    if (stripped.equals(TRAINED.text)) {
      return TRAINED;
    }
    if (stripped.equals(UNIFORM)) {
      return new ClassPriors(UNIFORM, Map.of());
    }
    Map<String, Double> shares = new LinkedHashMap<>();
    for (String entry : stripped.split(",", -1)) {
      int equals = entry.lastIndexOf('=');
      String name = entry.substring(0, Math.max(0, equals)).strip();
      Optional<Double> share = share(entry.substring(equals + 1).strip());
      if (name.isEmpty() || share.isEmpty() || shares.put(name, share.get()) != null) {
        throw new UserErrorException(
            "'%s' is no share of a class: expected %s".formatted(entry.strip(), EXPECTED));
      }
    }
    double sum = shares.values().stream().mapToDouble(Double::doubleValue).sum();
    if (Math.abs(sum - 1) > TOLERANCE) {
      throw new UserErrorException(
          "the shares of '%s' sum to %s: expected %s"
              .formatted(stripped, String.format(Locale.ROOT, "%.4f", sum), EXPECTED));
    }
    return new ClassPriors(stripped, shares);
  }

  private static Optional<Double> share(String text) {
    try {
      return Optional.of(new BigDecimal(text).doubleValue())
          .filter(share -> share >= 0 && share <= 1);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Whether they are those of the training, so that nothing is changed. */
  public boolean areTrained() {
    return text.equals(TRAINED.text);
  }

  /**
   * What makes probabilities those for these shares.
   *
   * @param classes their names, in the order of the probabilities
   * @param learnt share of each of them in the training
   * @throws UserErrorException if a class has a share that is not among them
   */
  public PriorShift shift(List<String> classes, double[] learnt) {
    for (String name : shares.keySet()) {
      if (!classes.contains(name)) {
        throw new UserErrorException(
            "There is no class '%s' to have the prior %s: expected some of %s"
                .formatted(name, shares.get(name), String.join(", ", classes)));
      }
    }
    double[] wanted = new double[classes.size()];
    double sum = shares.values().stream().mapToDouble(Double::doubleValue).sum();
    Arrays.setAll(
        wanted,
        c ->
            shares.isEmpty()
                ? 1.0 / wanted.length
                : shares.getOrDefault(classes.get(c), 0.0) / sum);
    return new PriorShift(learnt, wanted);
  }

  /**
   * A model's classifier for these shares.
   *
   * @param classes the names of its classes
   * @param shares what it says of their shares in its training, as {@link ModelProvenance#priors};
   *     empty where it says nothing
   * @param file where it was read from, for messages
   * @throws UserErrorException if it does not say how frequent the classes were, or does not know
   *     one that has a share
   */
  public FrameClassifier over(
      FrameClassifier classifier, List<String> classes, Map<String, Double> shares, String file) {
    if (areTrained()) {
      return classifier;
    }
    if (shares.isEmpty()) {
      throw new UserErrorException(
          "Model %s does not say how frequent the classes were in its training, as those of earlier versions: train it again with this version, or leave the priors at trained"
              .formatted(file));
    }
    double[] learnt = new double[classes.size()];
    Arrays.setAll(learnt, c -> shares.getOrDefault(classes.get(c), 0.0));
    return new PriorShiftedClassifier(classifier, shift(classes, learnt));
  }

  /** Shares of counted classes, as {@link ModelProvenance#priors} has them; none of no examples. */
  public static Map<String, Double> shares(Map<String, Long> examples) {
    double all = examples.values().stream().mapToLong(Long::longValue).sum();
    return all == 0
        ? Map.of()
        : examples.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    one -> one.getValue() / all,
                    (first, second) -> first,
                    LinkedHashMap::new));
  }

  /** As the setting is written. */
  @Override
  public String toString() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ClassPriors priors && priors.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }
}
