package org.spiketrain.model.updater;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.api.Factory;

class UpdatersTest {
  private static final Map<String, Double> COMMON =
      Map.of("learning-rate", 0.1, "beta1", 0.8, "beta2", 0.95, "epsilon", 1e-7);

  @Test
  void takeTheCommonValuesThatTheyDeclare() {
    assertThat(Updaters.make("adam", COMMON)).isEqualTo(new FusedAdam(0.1, 0.8, 0.95, 1e-7));
    assertThat(Updaters.make("lazy-adam", COMMON))
        .isEqualTo(new FusedAdam(0.1, 0.8, 0.95, 1e-7).lazily());
    assertThat(Updaters.make("momentum-sgd", COMMON)).isEqualTo(new FusedSgd(0.1, 0.8));
    assertThat(Updaters.make("ada-delta", COMMON)).isEqualTo(new AdaDelta(0.95, 1e-7));
    assertThat(Updaters.hasLearningRate("ada-delta")).isFalse();
    assertThat(Updaters.hasLearningRate("nadam")).isTrue();
  }

  /** Networks are made of copies. */
  @Test
  void copiesKeepTheScheduleOfTheLearningRate() {
    for (Factory<IUpdater> each : Updaters.REGISTRY.all()) {
      IUpdater updater = Updaters.make(each.name(), COMMON);
      if (updater.hasLearningRate()) {
        updater.setLrAndSchedule(0.1, new ExponentialSchedule(ScheduleType.ITERATION, 0.1, 0.5));
        assertThat(updater.clone().getLearningRate(1, 0)).as(each.name()).isEqualTo(0.05);
      }
    }
  }

  @Test
  void parametersOfTheNameComeFirst() {
    assertThat(Updaters.make("adam(0.2, epsilon = 0.001)", COMMON))
        .isEqualTo(new FusedAdam(0.2, 0.8, 0.95, 1e-3));
  }

  @Test
  void thoseOfOtherJarsAreFoundByName() {
    assertThat(Updaters.make("heavy-ball", COMMON)).isEqualTo(new Nesterovs(0.1, 0.75));
    assertThat(Updaters.make("heavy-ball(drag = 0.5)", COMMON)).isEqualTo(new Nesterovs(0.1, 0.5));
  }

  @Test
  void unknownOnesAreRefusedWithTheNearest() {
    assertThatThrownBy(() -> Updaters.make("adma", COMMON))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("Unknown updater 'adma'")
        .hasMessageContaining("heavy-ball")
        .hasMessageEndingWith("did you mean adam?");
    assertThatThrownBy(() -> Updaters.make("adam(beta1 = 1)", COMMON))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("beta1 = 1 is not a number from 0 to below 1");
  }
}
