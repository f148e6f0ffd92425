package org.spiketrain.data.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class OutputNamingTest {
  private static Runnable failing(String cause) {
    return () -> {
      throw new IllegalArgumentException("Job aborted", new IOException(cause));
    };
  }

  @Test
  void anErrorOfAFullDiskNamesTheOutput() {
    assertThatThrownBy(() -> OutputNaming.write("/runs/a", failing("No space left on device")))
        .hasMessage("Writing all of /runs/a failed")
        .hasRootCauseMessage("No space left on device");
  }

  @Test
  void othersStayAsTheyAre() {
    assertThatThrownBy(() -> OutputNaming.write("/runs/a", failing("no permission")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Job aborted");
    assertThat(OutputNaming.written("/runs/a", () -> 7)).isEqualTo(7);
  }
}
