package org.spiketrain.registry.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real server of MLflow, by the Python that {@code SPIKETRAIN_MLFLOW_PYTHON} names. Where {@code
 * SPIKETRAIN_MLFLOW_RECORD} names a file, the exchanges that {@link MlflowMirrorTest} replays are
 * written there.
 */
class MlflowServerIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  @TempDir static Path folder;
  private static Process server;
  private static URI uri;

  @BeforeAll
  static void startServer() throws Exception {
    String python = System.getenv("SPIKETRAIN_MLFLOW_PYTHON");
    assumeThat(python)
        .as("SPIKETRAIN_MLFLOW_PYTHON names no Python with mlflow: the real server is not tried")
        .isNotBlank();
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    uri = URI.create("http://127.0.0.1:" + port);
    server =
        new ProcessBuilder(
                python,
                "-m",
                "mlflow",
                "server",
                "--host=127.0.0.1",
                "--port=" + port,
                "--workers=1",
                "--backend-store-uri=sqlite:///" + folder.resolve("mlflow.db"),
                "--artifacts-destination=" + folder.resolve("artifacts"))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("server.log").toFile())
            .start();
    Instant end = Instant.now().plus(LIMIT);
    while (!isHealthy()) {
      assertThat(server.isAlive()).as(Files.readString(folder.resolve("server.log"))).isTrue();
      assertThat(Instant.now()).isBefore(end);
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private static boolean isHealthy() throws InterruptedException {
    try {
      return send("/health").equals("OK");
    } catch (IOException e) {
      return false;
    }
  }

  private static String send(String path) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(uri + path)).build(), BodyHandlers.ofString())
        .body();
  }

  @AfterAll
  static void stopServer() throws InterruptedException {
    if (server != null) {
      server.descendants().forEach(ProcessHandle::destroy);
      server.destroy();
      server.waitFor();
    }
  }

  @Test
  void aNightIsMirroredAndThenBroughtUpToDate() throws Exception {
    try (MlflowStub proxy = MlflowStub.before(uri)) {
      RunMirror mirror =
          new MlflowSettings(proxy.uri().toString(), "nights", "").mirror(new Configuration());
      RunMirror.Outcome first = mirror.mirror(MirroredNights.night(folder, false));
      assertThat(first.problem()).isEmpty();
      RunMirror.Outcome second = mirror.mirror(MirroredNights.night(folder, true));
      assertThat(second).isEqualTo(first);
      record(proxy.exchanges);

      String page = first.address().orElseThrow();
      assertRun(page.substring(page.lastIndexOf('/') + 1));
    }
  }

  private static void assertRun(String run) throws Exception {
    MlflowClient client = new MlflowClient(uri, Optional.empty());
    var data = client.get("mlflow/runs/get", Map.of("run_id", run)).at("/run");
    assertThat(data.at("/info/status").asText()).isEqualTo("FINISHED");
    assertThat(data.at("/data/params").toString())
        .contains("spiking-lstm(8) | readout(mean)", "seed")
        .doesNotContain("another");
    var history =
        client.get(
            "mlflow/metrics/get-history", Map.of("run_id", run, "metric_key", "training.loss"));
    assertThat(history.at("/metrics")).hasSize(2);
    var champion =
        client.get("mlflow/registered-models/alias", Map.of("name", "names", "alias", "champion"));
    assertThat(champion.at("/model_version/version").asText()).isEqualTo("1");
    assertThat(champion.at("/model_version/run_id").asText()).isEqualTo(run);
    assertThat(send("/get-artifact?run_uuid=%s&path=evaluation/metrics%%20a.json".formatted(run)))
        .isEqualTo("{\"accuracy\": 0.75}");
  }

  private static void record(List<Exchange> exchanges) throws IOException {
    String file = System.getenv("SPIKETRAIN_MLFLOW_RECORD");
    if (file != null) {
      ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
      Files.write(Path.of(file), json.writeValueAsBytes(exchanges));
    }
  }
}
