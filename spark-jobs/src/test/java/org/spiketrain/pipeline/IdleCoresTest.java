package org.spiketrain.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IdleCoresTest {
  @Test
  void oneWorkerOnSeveralCoresIsToldHowToUseThem() {
    assertThat(new IdleCores(8, 8, 3, 64, 1).hint())
        .hasValueSatisfying(
            hint ->
                assertThat(hint)
                    .startsWith("training.workers = 3 takes 3 of 8 cores")
                    .contains("spark.task.cpus=2"));
    assertThat(new IdleCores(8, 8, 2, 8, 2).hint())
        .hasValueSatisfying(
            hint -> assertThat(hint).contains("takes 4 of 8 cores", "spark.task.cpus=4"));
  }

  @Test
  void nothingIsSaidWhereMinibatchesAreTooSmallToShare() {
    assertThat(new IdleCores(8, 8, 1, 1, 1).hint()).isEmpty();
  }

  @Test
  void nothingIsSaidWhereNoWorkerCouldHaveMore() {
    assertThat(new IdleCores(2, 2, 2, 64, 1).hint()).isEmpty();
    assertThat(new IdleCores(2, 2, 1, 64, 2).hint()).isEmpty();
    assertThat(new IdleCores(3, 3, 2, 64, 1).hint()).isEmpty();
    assertThat(new IdleCores(1, 1, 64, 64, 1).hint()).isEmpty();
  }

  @Test
  void noTaskHasMoreCoresThanAnExecutor() {
    assertThat(new IdleCores(16, 4, 1, 64, 1).hint().orElseThrow()).contains("spark.task.cpus=4");
    assertThat(new IdleCores(16, 4, 1, 64, 4).hint()).isEmpty();
  }
}
