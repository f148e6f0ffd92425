package org.spiketrain.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.spiketrain.model.UserErrorException;

class SplitSizesTest {
  private static final SplitSettings STRATIFIED = SplitSettings.stratified(0.8, 0.1, 0.1);

  @Test
  void tutorialRoundsDownAsPythonDoes() {
    SplitSettings tutorial = SplitSettings.tutorial();
    assertThat(tutorial.sizes(297)).isEqualTo(new SplitSizes(237, 0, 60));
    assertThat(tutorial.sizes(1)).isEqualTo(new SplitSizes(0, 0, 1));
    assertThat(tutorial.testFraction()).isEqualTo(0.2);
    assertThat(SplitSettings.tutorial(0.8, 0.1).sizes(297)).isEqualTo(new SplitSizes(214, 23, 60));
  }

  @Test
  void stratifiedGivesEverySplitANameFromThreeNamesOn() {
    assertThat(STRATIFIED.sizes(0)).isEqualTo(new SplitSizes(0, 0, 0));
    assertThat(STRATIFIED.sizes(1)).isEqualTo(new SplitSizes(1, 0, 0));
    assertThat(STRATIFIED.sizes(2)).isEqualTo(new SplitSizes(2, 0, 0));
    assertThat(STRATIFIED.sizes(3)).isEqualTo(new SplitSizes(1, 1, 1));
    assertThat(STRATIFIED.sizes(10)).isEqualTo(new SplitSizes(8, 1, 1));
    assertThat(STRATIFIED.sizes(1000)).isEqualTo(new SplitSizes(800, 100, 100));
    assertThat(SplitSettings.stratified(0.9, 0, 0.1).sizes(3)).isEqualTo(new SplitSizes(2, 0, 1));
  }

  @Property
  void stratifiedSizesSumUpAndStayNearTheirShares(
      @ForAll @IntRange(max = 100_000) int names,
      @ForAll @DoubleRange(min = 0.01, max = 0.98) double train,
      @ForAll @DoubleRange(max = 1) double part) {
    double validation = (1 - train) * part;
    SplitSettings split = SplitSettings.stratified(train, validation, 1 - train - validation);
    SplitSizes sizes = split.sizes(names);
    assertThat(sizes.total()).isEqualTo(names);
    assertNear(sizes.train(), train, names);
    assertNear(sizes.validation(), validation, names);
    assertNear(sizes.test(), split.testFraction(), names);
  }

  private static void assertNear(long size, double share, int names) {
    // One for the rounding, two for names given to splits that would have none.
    assertThat((double) size).isBetween(share * names - 3, share * names + 3);
    if (names >= 3 && share > 0) {
      assertThat(size).isPositive();
    }
    if (share == 0) {
      assertThat(size).isZero();
    }
  }

  @Property
  void positionsFillTheSplitsInOrder(@ForAll @IntRange(min = 1, max = 200) int names) {
    SplitSizes sizes = STRATIFIED.sizes(names);
    Map<Split, Long> found = new EnumMap<>(Split.class);
    Split last = Split.TRAIN;
    for (long position = 0; position < names; position++) {
      Split split = sizes.splitAt(position);
      assertThat(split).isGreaterThanOrEqualTo(last);
      last = split;
      found.merge(split, 1L, Long::sum);
    }
    for (Split split : Split.values()) {
      assertThat(found.getOrDefault(split, 0L)).isEqualTo(sizes.of(split));
    }
  }

  @Test
  void refusesSharesThatMakeNoSense() {
    assertRefused(() -> SplitSettings.tutorial(0, 0), "split.train-fraction is 0.0");
    assertRefused(() -> SplitSettings.tutorial(1.5, 0), "split.train-fraction is 1.5");
    assertRefused(() -> SplitSettings.tutorial(Double.NaN, 0), "split.train-fraction");
    assertRefused(() -> SplitSettings.tutorial(0.8, 1), "split.validation-fraction is 1.0");
    assertRefused(() -> SplitSettings.stratified(0.8, 0.3, -0.1), "split.test-fraction is -0.1");
    assertRefused(() -> SplitSettings.stratified(0.8, 0.1, 0.2), "expected 1");
    assertRefused(() -> SplitSettings.hash(0.8, 0.1, 0.2), "expected 1");
    assertRefused(
        () -> SplitProtocol.parse("random"), "expected tutorial, stratified, hash or column");
  }

  private static void assertRefused(Runnable settings, String message) {
    assertThatThrownBy(settings::run)
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining(message);
  }
}
