package org.spiketrain.model.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CalibrationTest {
  /** Accuracies and confidences by scikit-learn 1.9.1: calibration_curve(n_bins=15). */
  @Test
  void agreesWithScikitLearn() {
    CalibrationCounts counts = new CalibrationCounts();
    for (int i = 0; i < 500; i++) {
      double confidence = (i * 37 % 101 + 1) / 102.0;
      counts.add(confidence, i * 53 % 97 / 97.0 < Math.pow(confidence, 1.5));
    }

    Calibration calibration = counts.calibration();

    assertThat(calibration.expectedError()).isCloseTo(0.08343137254901964, within(1e-9));
    Calibration.Bin third = calibration.bins().get(2);
    assertThat(third.examples()).isEqualTo(34);
    assertThat(third.confidence()).isCloseTo(0.16637832, within(1e-8));
    assertThat(third.accuracy()).isCloseTo(0.20588235, within(1e-8));
    assertThat(third.gap()).isCloseTo(0.16637832 - 0.20588235, within(1e-8));
  }

  @Test
  void aBinHasItsUpperEnd() {
    Calibration calibration =
        new CalibrationCounts()
            .add(0, false)
            .add(1 / 15.0, true)
            .add(1, true)
            .add(1.0000001, true)
            .calibration();

    assertThat(calibration.bins()).hasSize(15);
    assertThat(calibration.bins().get(0).examples()).isEqualTo(2);
    assertThat(calibration.bins().get(14).examples()).isEqualTo(2);
    assertThat(calibration.bins().get(14).confidence()).isEqualTo(1);
    assertThat(new CalibrationCounts().calibration().expectedError()).isZero();
  }

  @Property(tries = 50)
  void doesNotDependOnHowExamplesAreSpread(
      @ForAll @Size(min = 1, max = 60) List<@DoubleRange(min = 0, max = 1) Double> confidences,
      @ForAll @IntRange(max = 60) int cut) {
    int at = Math.min(cut, confidences.size());

    Calibration whole = counts(confidences).calibration();
    Calibration parts =
        counts(confidences.subList(at, confidences.size()))
            .merge(counts(confidences.subList(0, at)))
            .calibration();

    assertThat(parts).isEqualTo(whole);
    assertThat(whole.expectedError()).isBetween(0.0, 1.0);
  }

  private static CalibrationCounts counts(List<Double> confidences) {
    CalibrationCounts counts = new CalibrationCounts();
    confidences.forEach(one -> counts.add(one, one * 7 % 1 < 0.5));
    return counts;
  }
}
