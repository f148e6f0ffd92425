package org.spiketrain.registry.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.registry.mlflow.MirroredRun.RegisteredVersion;
import org.spiketrain.registry.mlflow.MlflowClient.Patience;
import org.spiketrain.registry.mlflow.RunMirror.Outcome;
import org.spiketrain.results.HistoryRow;
import org.spiketrain.results.HistoryRow.SplitScores;
import org.spiketrain.results.TrainingHistory;

class MlflowMirrorTest {
  @TempDir Path folder;

  private static RunMirror mirror(URI server) {
    return new MlflowSettings(server.toString(), "nights", "").mirror(new Configuration());
  }

  private Outcome mirrored(MlflowStub server) throws IOException {
    return mirror(server.uri()).mirror(MirroredNights.night(folder, false));
  }

  private static List<Exchange> recorded() throws IOException {
    try (InputStream in = MlflowMirrorTest.class.getResourceAsStream("/mlflow/exchanges.json")) {
      return List.of(new ObjectMapper().readValue(in, Exchange[].class));
    }
  }

  /** All of them but the server's own addresses of pages are what a real server was asked. */
  @Test
  void asksWhatARealServerWasAsked() throws IOException {
    List<Exchange> recorded = recorded();
    try (MlflowStub server = MlflowStub.replaying(recorded)) {
      Outcome first = mirrored(server);
      assertThat(first.problem()).isEmpty();
      assertThat(first.address().orElseThrow()).startsWith(server.uri() + "/#/experiments/1/runs/");
      Outcome again = mirror(server.uri()).mirror(MirroredNights.night(folder, true));
      assertThat(again).isEqualTo(first);

      assertThat(server.exchanges).hasSameSizeAs(recorded);
      for (int i = 0; i < recorded.size(); i++) {
        Exchange asked = server.exchanges.get(i);
        assertThat(asked.method() + " " + asked.path())
            .isEqualTo(recorded.get(i).method() + " " + recorded.get(i).path());
        assertThat(asked.request()).as(asked.question()).isEqualTo(recorded.get(i).request());
      }
    }
  }

  @Test
  void oneThatIsAwayIsToldOfAndNothingIsThrown() throws IOException {
    MlflowStub gone = MlflowStub.saying(200, "{}");
    gone.close();
    Outcome outcome = mirrored(gone);
    assertThat(outcome.address()).isEmpty();
    assertThat(outcome.problem().orElseThrow())
        .isEqualTo(
            "MLflow at %s does not have all of 2026-11-30: it cannot be reached"
                .formatted(gone.uri()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "500|<html>Internal error</html>|status 500: <html>Internal error</html>",
        "401|You are not authenticated|set MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME",
        "403|Invalid Host header|status 403: Invalid Host header",
        "400|{\"error_code\": \"BAD_REQUEST\", \"message\": \"no\"}|status 400: no",
        "200|<html>Log in</html>|its answer is none of MLflow's: <html>Log in</html>",
        "200|{}|its answer has no experiment/experiment_id",
        "200||its answer has no experiment/experiment_id",
      })
  void whatIsRefusedIsToldWithTheReason(int status, String answer, String problem)
      throws IOException {
    try (MlflowStub server = MlflowStub.saying(status, answer == null ? "" : answer)) {
      assertThat(mirrored(server).problem().orElseThrow()).contains(problem);
      assertThat(server.exchanges).hasSize(1);
    }
  }

  /** A server that has one run, if any, and version 4 of it. */
  private static MlflowStub knowing(String runs) throws IOException {
    Map<String, String> answers =
        Map.of(
            "experiments/get-by-name", "{\"experiment\": {\"experiment_id\": \"1\"}}",
            "runs/search", "{\"runs\": [%s]}".formatted(runs),
            "model-versions/search", "{\"model_versions\": [{\"version\": \"4\"}]}");
    return new MlflowStub(
        (asked, http, body) ->
            new Exchange(
                asked.method(),
                asked.path(),
                asked.request(),
                200,
                Exchange.body(
                    answers.entrySet().stream()
                        .filter(one -> asked.path().contains(one.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse("{}")
                        .getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void anAliasThatIsMovedByHandNamesTheVersionOfItsRun() throws IOException {
    RegisteredVersion version = new RegisteredVersion("names", List.of("champion"));
    try (MlflowStub server = knowing("{\"info\": {\"run_id\": \"r7\"}}")) {
      Outcome outcome = mirror(server.uri()).alias("night 1, 0123", version);
      assertThat(outcome.problem()).isEmpty();
      assertThat(outcome.address().orElseThrow()).endsWith("/#/experiments/1/runs/r7");
      assertThat(server.exchanges)
          .filteredOn(one -> one.path().endsWith("runs/search"))
          .singleElement()
          .extracting(one -> one.request().path("filter").asText())
          .isEqualTo("tags.\"spiketrain.key\" = 'night 1_ 0123'");
      Exchange last = server.exchanges.get(server.exchanges.size() - 1);
      assertThat(last.path()).endsWith("registered-models/alias");
      assertThat(last.request().toString()).contains("\"champion\"", "\"4\"", "\"names\"");
    }
    try (MlflowStub server = knowing("")) {
      assertThat(mirror(server.uri()).alias("night 1, 0123", version).problem().orElseThrow())
          .contains("was not told of champion of names", "nights has no run of that version");
      assertThat(server.exchanges).noneMatch(one -> one.path().contains("alias"));
    }
  }

  @Test
  void oneThatFailsInTheMiddleIsToldOfWithThePageOfTheRun() throws IOException {
    List<Exchange> broken = new ArrayList<>(recorded().subList(0, 5));
    Exchange last = broken.get(4);
    broken.set(
        4,
        new Exchange(last.method(), last.path(), last.request(), 503, Exchange.body(new byte[0])));
    try (MlflowStub server = MlflowStub.replaying(broken)) {
      Outcome outcome = mirrored(server);
      assertThat(outcome.address()).isPresent();
      assertThat(outcome.problem().orElseThrow()).endsWith("status 503");
    }
  }

  @Test
  void oneThatSaysNothingIsNotWaitedForLonger() throws IOException {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    try (MlflowStub silent =
        new MlflowStub(
            (question, http, body) -> {
              asked.countDown();
              over.await();
              return question;
            })) {
      MlflowSettings settings = new MlflowSettings(silent.uri().toString(), "nights", "");
      Patience short_ = new Patience(Duration.ofMinutes(1), Duration.ofMillis(300));
      RunMirror mirror =
          new MlflowMirror(
              new Configuration(),
              settings,
              new MlflowClient(silent.uri(), Optional.empty(), short_));
      Outcome outcome = mirror.mirror(MirroredNights.night(folder, false));
      assertThat(asked.getCount()).isZero();
      assertThat(outcome.problem().orElseThrow()).contains("it does not answer in time");
    } finally {
      over.countDown();
    }
  }

  @Test
  void aFileThatIsGoneIsToldOf() throws IOException {
    try (MlflowStub server = MlflowStub.replaying(recorded())) {
      MirroredRun night = MirroredNights.night(folder, false);
      Files.delete(folder.resolve("model.zip"));
      assertThat(mirror(server.uri()).mirror(night).problem().orElseThrow())
          .contains("there is no ", "model.zip any more");
    }
  }

  @Test
  void filesGoOntoTheFileSystemWhereTheServerKeepsThemThere() throws IOException {
    MirroredRun night = MirroredNights.night(folder, false);
    MlflowClient nobody = new MlflowClient(URI.create("http://127.0.0.1:1"), Optional.empty());
    String root = folder.resolve("art/1/run/artifacts").toUri().toString();
    new ArtifactStore(new Configuration(), nobody, root).write(night.artifacts());
    assertThat(folder.resolve("art/1/run/artifacts/model.zip")).hasContent("a network");
    assertThat(folder.resolve("art/1/run/artifacts/evaluation/metrics a.json")).exists();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mlflow-artifacts:/1/r",
        "mlflow-artifacts://%s/1/r",
        "http://%s/api/2.0/mlflow-artifacts/artifacts/1/r"
      })
  void filesGoThroughTheServerThatKeepsThem(String root) throws IOException {
    try (MlflowStub server = MlflowStub.saying(200, "")) {
      MlflowClient client = new MlflowClient(server.uri(), Optional.of("Bearer secret"));
      String place = root.formatted(server.uri().getAuthority());
      new ArtifactStore(new Configuration(), client, place)
          .write(MirroredNights.night(folder, false).artifacts());
      assertThat(server.exchanges)
          .extracting(one -> one.method() + " " + one.path())
          .containsExactly(
              "PUT /api/2.0/mlflow-artifacts/artifacts/1/r/evaluation/metrics%20a.json",
              "PUT /api/2.0/mlflow-artifacts/artifacts/1/r/model.zip");
      assertThat(server.authorizations).containsOnly("Bearer secret");
    }
  }

  @Test
  void anotherServerThatKeepsFilesIsNotToldTheToken() throws IOException {
    try (MlflowStub files = MlflowStub.saying(200, "")) {
      MlflowClient client =
          new MlflowClient(URI.create("http://localhost:1"), Optional.of("Bearer secret"));
      new ArtifactStore(new Configuration(), client, files.uri() + "/art")
          .write(MirroredNights.night(folder, false).artifacts());
      assertThat(files.authorizations).containsOnly("null");
    }
  }

  @Test
  void credentialsAreThoseThatMlflowItselfTakes() {
    assertThat(MlflowClient.credentials(Map.of())).isEmpty();
    assertThat(MlflowClient.credentials(Map.of("MLFLOW_TRACKING_TOKEN", "t"))).contains("Bearer t");
    assertThat(
            MlflowClient.credentials(
                Map.of("MLFLOW_TRACKING_USERNAME", "ada", "MLFLOW_TRACKING_PASSWORD", "pass")))
        .contains("Basic YWRhOnBhc3M=");
  }

  @Test
  void largeRunsGoInBatchesAndLongValuesAreCut() throws IOException {
    List<MetricPoint> course =
        IntStream.range(0, 1000)
            .mapToObj(i -> new MetricPoint("loss", i, 1, MirroredNights.BEGIN))
            .toList();
    MirroredRun night = MirroredNights.night(folder, false);
    MirroredRun large =
        new MirroredRun(
            night.key(),
            night.name(),
            night.result(),
            night.span(),
            Map.of("long", "x".repeat(7000)),
            course,
            Map.of(),
            Map.of(),
            Map.of(),
            Optional.empty());
    String run =
        "{\"run\": {\"info\": {\"run_id\": \"r\"}}, \"experiment\": {\"experiment_id\": \"1\"}}";
    try (MlflowStub server = MlflowStub.saying(200, run)) {
      assertThat(mirror(server.uri()).mirror(large).problem()).isEmpty();
      List<Integer> metrics = new ArrayList<>();
      for (Exchange one : server.exchanges) {
        if (one.request().has("metrics")) {
          metrics.add(one.request().get("metrics").size());
        }
        if (one.request().has("params")) {
          assertThat(one.request().at("/params/0/value").asText()).hasSize(6000);
        }
      }
      assertThat(metrics).containsExactly(900, 100);
    }
  }

  @Test
  void theCourseOfATrainingIsToldByItsExamples() {
    SplitScores scores = new SplitScores(0.5, 0.25);
    HistoryRow row = new HistoryRow(80, 0.5, 2, 1.5, scores, scores, SplitScores.NONE, 0.001);
    TrainingHistory history = TrainingHistory.empty().with(row);
    assertThat(MetricPoint.of(history, MirroredNights.BEGIN))
        .extracting(MetricPoint::key)
        .containsExactly(
            "training.loss",
            "training.accuracy",
            "evaluation.loss",
            "evaluation.accuracy",
            "learning-rate");
    assertThat(MetricPoint.of(history, MirroredNights.BEGIN).get(0))
        .isEqualTo(
            new MetricPoint("training.loss", 80, 0.5, MirroredNights.BEGIN.plusMillis(1500)));
  }

  @Test
  void isOffWhereThereIsNoAddress() throws IOException {
    RunMirror none = new MlflowSettings("", "nights", "").mirror(new Configuration());
    assertThat(none).isSameAs(RunMirror.NONE);
    assertThat(none.mirror(MirroredNights.night(folder, false)).problem()).isEmpty();
    assertThat(none.alias("key", new RegisteredVersion("names", List.of())).problem()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "databricks",
        "localhost:5000",
        "file:///mlruns",
        "http://ada:pass@host",
        "http://",
        "http://a b"
      })
  void refusesWhatIsNoAddressAndTellsNoPassword(String uri) {
    assertThatThrownBy(() -> new MlflowSettings(uri, "nights", ""))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("mlflow.uri")
        .hasMessageNotContaining("ada:pass");
  }
}
