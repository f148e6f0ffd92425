package org.spiketrain.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.spiketrain.plan.RoundModel.RoundWork;

class RoundModelTest {
  private static final long MEGABYTE = 1_000_000;

  /** 1 s, a second a task, and a second for each of three passes over a megabyte. */
  private static final RoundModel MODEL = new RoundModel(1, 1, 1e-6, 1e-6, 1e-6);

  @Test
  void addsUpWhatTheDriverCollects() {
    ClusterShape cluster = new ClusterShape(2, 1, 8);
    RoundWork work = new RoundWork(2, MEGABYTE, MEGABYTE, 0.5);

    // Fixed 1, tasks 2, driver 1, executors 1, sum 2; a megabyte a millisecond: down once, up
    // twice.
    assertThat(MODEL.besideSeconds(cluster, work)).isCloseTo(7.003, within(1e-9));
    assertThat(MODEL.trainingSeconds(cluster, work, 10)).isCloseTo(5, within(1e-9));
    assertThat(MODEL.seconds(cluster, work, 10)).isCloseTo(12.003, within(1e-9));
  }

  @Test
  void letsExecutorsAddWhatIsTooMuchForTheDriver() {
    ClusterShape cluster = new ClusterShape(4, 1, 8);
    RoundWork work = new RoundWork(4, 100 * MEGABYTE, 100 * MEGABYTE, 0.5);

    // Tasks 4; driver, executors and each of four adders 100 each; the network 100 ms for each of
    // the parameters, a worker's slices sent and taken, and the average.
    assertThat(MODEL.besideSeconds(cluster, work)).isCloseTo(1 + 4 + 300 + 0.4, within(1e-9));
  }

  @Test
  void workersWithoutACoreTakeTurns() {
    ClusterShape cluster = new ClusterShape(1, 2, 10);

    assertThat(MODEL.trainingSeconds(cluster, new RoundWork(5, 8, 8, 0.5), 4))
        .isCloseTo(6, within(1e-9));
  }

  @Test
  void aFasterNetworkNeverMakesARoundLonger() {
    RoundWork work = new RoundWork(64, 43 * MEGABYTE, 43 * MEGABYTE, 0.05);

    assertThat(RoundModel.MEASURED.besideSeconds(new ClusterShape(64, 1, 100), work))
        .isLessThan(RoundModel.MEASURED.besideSeconds(new ClusterShape(64, 1, 10), work));
  }

  @Test
  void coarseDifferencesSaveTheNetwork() {
    ClusterShape cluster = new ClusterShape(8, 1, 1);
    RoundWork whole = new RoundWork(8, 43 * MEGABYTE, 43 * MEGABYTE, 0.05);
    RoundWork coarse = new RoundWork(8, 14 * MEGABYTE, MEGABYTE, 0.05);

    // To the executors at a time, and from each of them to the driver.
    double network = 9 * MEGABYTE * 8e-9;
    double rest = MODEL.besideSeconds(new ClusterShape(8, 1, 1e12), coarse);
    assertThat(MODEL.besideSeconds(cluster, coarse)).isCloseTo(rest + network, within(1e-6));
    assertThat(RoundModel.MEASURED.besideSeconds(cluster, coarse))
        .isLessThan(RoundModel.MEASURED.besideSeconds(cluster, whole) / 3);
  }
}
