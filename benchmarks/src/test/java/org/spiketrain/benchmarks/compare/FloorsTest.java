package org.spiketrain.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FloorsTest {
  private static final long STEPS = 3;
  private static final long BATCH = 2;
  private static final long INPUTS = 5;
  private static final long HIDDEN = 7;
  private static final long CLASSES = 4;

  private final Work work =
      Work.parse(List.of("time_steps=3", "batch=2", "inputs=5", "hidden=7", "classes=4"));

  private static long operations(List<Product> products) {
    return products.stream().mapToLong(Product::operations).sum();
  }

  @Test
  void anLstmHasNoGradientByItsInputAndNoRecurrenceAtTheFirstStep() {
    long input = 2 * STEPS * BATCH * INPUTS * 4 * HIDDEN;
    long recurrence = 2 * (STEPS - 1) * BATCH * HIDDEN * 4 * HIDDEN;

    assertThat(operations(Floors.lstmTraining(work))).isEqualTo(2 * input + 3 * recurrence);
  }

  @Test
  void innerLayersHaveAGradientByTheirInput() {
    long lstm = operations(Floors.lstmTraining(work));
    long input = 2 * STEPS * BATCH * HIDDEN * HIDDEN;
    long recurrence = 2 * (STEPS - 1) * BATCH * HIDDEN * HIDDEN;
    long output = 2 * STEPS * BATCH * HIDDEN * CLASSES;

    assertThat(operations(Floors.wordsTraining(work)))
        .isEqualTo(lstm + 2 * (3 * input + 3 * recurrence) + 3 * output);
  }

  @Test
  void inferenceIsTheForwardProductsOnly() {
    assertThat(3 * operations(Floors.wordsInference(work)))
        .isEqualTo(
            operations(Floors.wordsTraining(work))
                // The first layer's missing gradient by its input.
                + 2 * STEPS * BATCH * INPUTS * 4 * HIDDEN);
  }

  @Test
  void aTextNetworkConvolvesAtAllPlacesWithoutAGradientByItsInput() {
    Work text =
        Work.parse(
            List.of("time_steps=3", "batch=2", "inputs=20", "words=4", "widths=2,3", "filters=7"));
    long forward = 2 * STEPS * BATCH * 7 * (3 * 2 * 5 + 2 * 3 * 5);

    assertThat(operations(Floors.textInference(text))).isEqualTo(forward);
    assertThat(operations(Floors.textTraining(text))).isEqualTo(2 * forward);
  }
}
