package org.spiketrain.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MountsTest {
  private static Mounts in(String checkout) {
    Path own = Path.of(checkout, "target");
    return new Mounts(
        Map.of("/opt", own.resolve("image/opt"), "/spiketrain", own.resolve("claim")), own);
  }

  @Test
  void pathsOfTheContainerAreThoseOfThisMachine() {
    assertThat(in("/home/me").here("-Dx=/opt/a:/opt/b,local:///opt /spiketrain/c /opt-d /e/opt"))
        .isEqualTo(
            "-Dx=/home/me/target/image/opt/a:/home/me/target/image/opt/b,"
                + "local:///home/me/target/image/opt /home/me/target/claim/c /opt-d /e/opt");
  }

  @Test
  void pathsOfThisMachineStay() {
    for (String checkout : new String[] {"/opt/me", "/spiketrain", "/opt"}) {
      String token = checkout + "/target/token";
      assertThat(in(checkout).here("file=" + token + ",/opt/a"))
          .isEqualTo("file=" + token + "," + checkout + "/target/image/opt/a");
    }
  }
}
