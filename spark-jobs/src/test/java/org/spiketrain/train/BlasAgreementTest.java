package org.spiketrain.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.train.BlasAgreement.Told;

class BlasAgreementTest {
  @Test
  void executorsOfTwoKindsTakeWhatAllCanRun() {
    assertThat(
            BlasAgreement.common(
                List.of(
                    new Told("a", "cooperlake"),
                    new Told("b", "zen"),
                    new Told("a", "cooperlake"))))
        .isEqualTo("haswell");
  }

  @Test
  void executorsWithoutAnythingInCommonAreNamed() {
    assertThatThrownBy(
            () ->
                BlasAgreement.common(
                    List.of(new Told("b", "haswell"), new Told("a", "armv8-0xd40"))))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("armv8-0xd40 (a) and haswell (b)");
  }

  @Test
  void aTrainingThatIsResumedKeepsItsKernel() {
    assertThat(BlasAgreement.of(null, 2, BlasAgreement.AUTO, "nehalem")).isEqualTo("nehalem");
    assertThat(BlasAgreement.of(null, 2, "nehalem", "nehalem")).isEqualTo("nehalem");
    assertThatThrownBy(() -> BlasAgreement.of(null, 2, "haswell", "nehalem"))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("was begun with the BLAS kernel nehalem");
  }
}
