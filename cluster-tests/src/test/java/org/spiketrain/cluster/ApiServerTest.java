package org.spiketrain.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiServerTest {
  private ApiServer server;

  @BeforeEach
  void start() throws Exception {
    server = ApiServer.start(Manifests.of("rbac.yaml", Role.class));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private List<?> listPods(String token, String namespace) {
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(server.url())
            .withOauthToken(token)
            .withHttp2Disable(true)
            .build();
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
      return client.pods().inNamespace(namespace).list().getItems();
    }
  }

  @Test
  void whoeverHasARoleMayDoWhatItAllows() {
    assertThat(listPods("spark-driver", "spiketrain")).isEmpty();
    assertThat(server.refused()).isEmpty();
    assertThat(server.unused("spark-driver")).doesNotContain("list pods in spiketrain");
  }

  @ParameterizedTest
  @CsvSource({
    "spark-driver, other, 403",
    "spark-drivers, spiketrain, 401",
    "'', spiketrain, 401",
    ", spiketrain, 401"
  })
  void nobodyElse(String token, String namespace, int code) {
    assertThatThrownBy(() -> listPods(token, namespace))
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(code));
    assertThat(server.refused()).hasSize(1);
  }
}
