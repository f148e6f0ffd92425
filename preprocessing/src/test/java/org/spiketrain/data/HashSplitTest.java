package org.spiketrain.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class HashSplitTest {
  private static final int NAMES = 20_000;

  /** An honest hash is that far off once in 10^8 draws. */
  private static final double DEVIATIONS = 6;

  /** By Python's hashlib. */
  @Test
  void anExamplesSplitStaysWhatItWas() {
    SplitSettings split = SplitSettings.hash(0.5, 0.25, 0.25);
    // Frames of earlier nights were made with these: another hash would leak between the splits.
    assertThat(
            List.of("Ask", "Embla", "Oinn", "Sif", "Tyr", "Rhys", "Llyr", "Bran").stream()
                .map(name -> split.hashed(7, name)))
        .containsExactly(
            Split.TRAIN,
            Split.TRAIN,
            Split.TRAIN,
            Split.TRAIN,
            Split.TEST,
            Split.VALIDATION,
            Split.VALIDATION,
            Split.TRAIN);
  }

  @Property(tries = 20)
  void fractionsHoldWithinBinomialBounds(
      @ForAll long seed,
      @ForAll @DoubleRange(min = 0.01, max = 0.98) double train,
      @ForAll @DoubleRange(max = 1) double part) {
    double validation = (1 - train) * part;
    SplitSettings split = SplitSettings.hash(train, validation, 1 - train - validation);
    Map<Split, Long> found = new EnumMap<>(Split.class);
    IntStream.range(0, NAMES)
        .forEach(name -> found.merge(split.hashed(seed, "Name " + name), 1L, Long::sum));
    assertNear(found.getOrDefault(Split.TRAIN, 0L), split.trainFraction());
    assertNear(found.getOrDefault(Split.VALIDATION, 0L), split.validationFraction());
    assertNear(found.getOrDefault(Split.TEST, 0L), split.testFraction());
  }

  private static void assertNear(long count, double fraction) {
    double deviation = Math.sqrt(NAMES * fraction * (1 - fraction));
    double reach = DEVIATIONS * deviation + 1;
    assertThat((double) count).isBetween(NAMES * fraction - reach, NAMES * fraction + reach);
  }

  @Test
  void anotherSeedDealsOtherwiseAndIndependently() {
    SplitSettings split = SplitSettings.hash(0.5, 0, 0.5);
    long alike =
        IntStream.range(0, NAMES)
            .filter(name -> split.hashed(1, "N" + name) == split.hashed(2, "N" + name))
            .count();
    assertThat(alike).isBetween(NAMES * 48L / 100, NAMES * 52L / 100);
  }

  @Test
  void aSplitWithoutAFractionGetsNothing() {
    Set<Split> found = new HashSet<>();
    // Sums to a little less than 1, as fractions may that were divided.
    SplitSettings split = SplitSettings.hash(0.9, 0.0999995, 0);
    IntStream.range(0, NAMES).forEach(name -> found.add(split.hashed(3, "N" + name)));
    assertThat(found).containsExactlyInAnyOrder(Split.TRAIN, Split.VALIDATION);
  }
}
