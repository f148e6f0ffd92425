package org.spiketrain.data;

import java.io.Serializable;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import org.apache.commons.codec.digest.DigestUtils;
import org.spiketrain.model.UserErrorException;

/**
 * A split protocol with its fractions. Make one with {@link #tutorial()}, {@link #stratified},
 * {@link #hash} or {@link #column}.
 *
 * @param protocol how the names are assigned
 * @param trainFraction fraction of each class's names in train; with the tutorial's protocol that
 *     of train and validation together (key {@code split.train-fraction})
 * @param validationFraction fraction of each class's names in validation; with the tutorial's
 *     protocol the fraction of the train names, counted from the last, that validate instead (key
 *     {@code split.validation-fraction})
 * @param testFraction fraction of each class's names in test; with the tutorial's protocol what
 *     train leaves (key {@code split.test-fraction})
 */
public record SplitSettings(
    SplitProtocol protocol, double trainFraction, double validationFraction, double testFraction)
    implements Serializable {
  private static final double TUTORIAL_TRAIN_SHARE = 0.8;
  private static final double SUM_TOLERANCE = 1e-6;
  private static final int BITS_BEYOND_A_DOUBLE = 11;

  public SplitSettings {
    checkTrain(trainFraction);
    checkPart("split.validation-fraction", validationFraction);
    checkPart("split.test-fraction", testFraction);
    double sum = trainFraction + validationFraction + testFraction;
    boolean isWhole = protocol == SplitProtocol.STRATIFIED || protocol == SplitProtocol.HASH;
    if (isWhole && Math.abs(sum - 1) > SUM_TOLERANCE) {
      throw new UserErrorException(
          "split.train-fraction %s, validation-fraction %s and test-fraction %s sum to %s: expected 1"
              .formatted(trainFraction, validationFraction, testFraction, sum));
    }
  }

  /** The tutorial's split: 0.8 train, the rest test, no validation. */
  public static SplitSettings tutorial() {
    return tutorial(TUTORIAL_TRAIN_SHARE, 0);
  }

  /**
   * The tutorial's split with other fractions.
   *
   * @param trainFraction in (0, 1]: the first names of each file
   * @param validationFraction in [0, 1): the last of these, taken for validation
   * @throws UserErrorException if a fraction is out of range
   */
  public static SplitSettings tutorial(double trainFraction, double validationFraction) {
    checkTrain(trainFraction);
    // In decimal, so that the manifest says 0.2 beside 0.8.
    double rest = BigDecimal.ONE.subtract(BigDecimal.valueOf(trainFraction)).doubleValue();
    return new SplitSettings(SplitProtocol.TUTORIAL, trainFraction, validationFraction, rest);
  }

  /**
   * A stratified split.
   *
   * @param trainFraction in (0, 1]
   * @param validationFraction in [0, 1)
   * @param testFraction in [0, 1); the three sum to 1
   * @throws UserErrorException if a fraction is out of range or the sum is not 1
   */
  public static SplitSettings stratified(
      double trainFraction, double validationFraction, double testFraction) {
    return new SplitSettings(
        SplitProtocol.STRATIFIED, trainFraction, validationFraction, testFraction);
  }

  /**
   * A split by hash.
   *
   * @param trainFraction in (0, 1]
   * @param validationFraction in [0, 1)
   * @param testFraction in [0, 1); the three sum to 1
   * @throws UserErrorException if a fraction is out of range or the sum is not 1
   */
  public static SplitSettings hash(
      double trainFraction, double validationFraction, double testFraction) {
    return new SplitSettings(SplitProtocol.HASH, trainFraction, validationFraction, testFraction);
  }

  private static void checkTrain(double trainFraction) {
    if (!(trainFraction > 0 && trainFraction <= 1)) {
      throw new UserErrorException(
          "split.train-fraction is %s: expected more than 0 and at most 1"
              .formatted(trainFraction));
    }
  }

  private static void checkPart(String key, double share) {
    if (!(share >= 0 && share < 1)) {
      throw new UserErrorException(
          "%s is %s: expected at least 0 and less than 1".formatted(key, share));
    }
  }

  /** The splits that a column of a table has. */
  public static SplitSettings column() {
    return new SplitSettings(SplitProtocol.COLUMN, 1, 0, 0);
  }

  /** Returns whether its fractions leave nothing for a split. */
  public boolean leavesEmpty(Split split) {
    double fraction =
        switch (split) {
          case TRAIN -> trainFraction;
          case VALIDATION -> validationFraction;
          case TEST -> testFraction;
        };
    return protocol != SplitProtocol.COLUMN && fraction == 0;
  }

  /**
   * The split of an example by {@link SplitProtocol#HASH}: of its fractions, the seed and the
   * example alone.
   *
   * @param example the normalised text, or what else names it wherever it comes again
   */
  public Split hashed(long seed, String example) {
    byte[] digest = DigestUtils.sha256("split\n" + seed + "\n" + example);
    double place = (ByteBuffer.wrap(digest).getLong() >>> BITS_BEYOND_A_DOUBLE) * 0x1p-53;
    if (place < trainFraction) {
      return Split.TRAIN;
    }
    // Fractions that sum to nearly 1 leave nothing for a split that has none.
    boolean validates = place < trainFraction + validationFraction || testFraction == 0;
    if (validationFraction > 0 && validates) {
      return Split.VALIDATION;
    }
    return testFraction > 0 ? Split.TEST : Split.TRAIN;
  }

  /**
   * Number of a class's names in each split, of at least 0 names.
   *
   * @throws IllegalStateException if the names themselves or a column say it
   */
  public SplitSizes sizes(long names) {
    return switch (protocol) {
      case TUTORIAL -> SplitSizes.tutorial(names, trainFraction, validationFraction);
      case STRATIFIED ->
          SplitSizes.stratified(names, trainFraction, validationFraction, testFraction);
      case HASH, COLUMN ->
          throw new IllegalStateException("Each example has its split by " + protocol.label());
    };
  }
}
