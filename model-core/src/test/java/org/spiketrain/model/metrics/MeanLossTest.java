package org.spiketrain.model.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spiketrain.model.UserErrorException;

class MeanLossTest {
  /** Of very different sizes: added up in double precision, their order shows. */
  private static List<Double> losses() {
    Random random = new Random(3);
    List<Double> losses = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      losses.add(random.nextDouble() * Math.pow(10, random.nextInt(12) - 8));
    }
    return losses;
  }

  private static double mean(List<Double> losses, int parts) {
    MeanLoss all = new MeanLoss();
    for (int part = 0; part < parts; part++) {
      MeanLoss mean = new MeanLoss();
      losses
          .subList(part * losses.size() / parts, (part + 1) * losses.size() / parts)
          .forEach(mean::add);
      all.merge(mean);
    }
    return all.value();
  }

  @Test
  void theMeanIsTheSameInWhateverPartsAndOrder() {
    List<Double> shuffled = new ArrayList<>(losses());
    Collections.shuffle(shuffled, new Random(4));
    double expected = mean(losses(), 1);

    for (int parts : new int[] {1, 2, 7, 300}) {
      assertThat(mean(shuffled, parts)).isEqualTo(expected);
    }
    double inDoubles = losses().stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    assertThat(expected).isCloseTo(inDoubles, within(1e-9 * inDoubles));
  }

  @Test
  void thereIsNoMeanOfNothing() {
    assertThat(new MeanLoss().merge(new MeanLoss()).value()).isNaN();
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void aDivergedNetworkIsNotMeasured(double loss) {
    assertThatThrownBy(() -> new MeanLoss().add(loss))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("The network has diverged")
        .hasMessageContaining("training.updater.learning-rate");
  }
}
