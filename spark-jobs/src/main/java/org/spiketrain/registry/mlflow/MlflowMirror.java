package org.spiketrain.registry.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.registry.mlflow.MirroredRun.RegisteredVersion;

/** Mirrors runs to a server of MLflow. */
final class MlflowMirror implements RunMirror {
  private static final Logger LOG = LoggerFactory.getLogger(MlflowMirror.class);
  private static final String EXISTS = "RESOURCE_ALREADY_EXISTS";
  private static final String MISSING = "RESOURCE_DOES_NOT_EXIST";

  /** The tag by which a run is found again. */
  private static final String KEY = "spiketrain.key";

  /** As many of them MLflow takes in one request. */
  private static final int MOST_METRICS = 900;

  private static final int MOST_PARAMS = 100;
  private static final int MOST_TAGS = 100;
  private static final int LONGEST_PARAM = 6000;
  private static final int LONGEST_TAG = 5000;
  private static final int LONGEST_NAME = 250;

  private final Configuration conf;
  private final MlflowSettings settings;
  private final MlflowClient client;

  MlflowMirror(Configuration conf, MlflowSettings settings, MlflowClient client) {
    this.conf = conf;
    this.settings = settings;
    this.client = client;
  }

  /** A run as MLflow has it, with the params that it knows, which cannot be changed. */
  private record ServerRun(String id, String artifacts, Set<String> params) {
    static ServerRun of(JsonNode run) throws IOException {
      JsonNode info = run.path("info");
      if (info.path("run_id").asText().isEmpty()) {
        throw new IOException("its answer has no run");
      }
      Set<String> params = new TreeSet<>();
      run.path("data").path("params").forEach(param -> params.add(param.path("key").asText()));
      return new ServerRun(
          info.path("run_id").asText(), info.path("artifact_uri").asText(), params);
    }
  }

  @Override
  public Outcome mirror(MirroredRun run) {
    return attempt(
        "does not have all of " + run.name(),
        told -> {
          String experiment = experiment();
          Optional<ServerRun> before = find(experiment, run.key());
          ServerRun there = before.isPresent() ? before.get() : create(experiment, run);
          told.page = Optional.of(page(experiment, there));
          log(there, run);
          new ArtifactStore(conf, client, there.artifacts()).write(run.artifacts());
          end(there, run);
          if (run.version().isPresent()) {
            register(there, run.version().get());
          }
        });
  }

  @Override
  public Outcome alias(String key, RegisteredVersion version) {
    return attempt(
        "was not told of %s of %s".formatted(String.join(", ", version.aliases()), version.model()),
        told -> {
          Optional<String> experiment = findExperiment();
          Optional<ServerRun> there =
              experiment.isPresent() ? find(experiment.get(), key) : Optional.empty();
          if (there.isEmpty()) {
            throw new IOException(
                "its experiment %s has no run of that version".formatted(settings.experiment()));
          }
          told.page = Optional.of(page(experiment.get(), there.get()));
          register(there.get(), version);
        });
  }

  private String page(String experiment, ServerRun run) {
    return "%s/#/experiments/%s/runs/%s".formatted(client.server(), experiment, run.id());
  }

  /** How far a telling has come. */
  private static final class Told {
    private Optional<String> page = Optional.empty();
  }

  private interface Telling {
    void to(Told told) throws IOException;
  }

  private Outcome attempt(String failure, Telling telling) {
    Told told = new Told();
    try {
      telling.to(told);
      return new Outcome(told.page, Optional.empty());
    } catch (IOException | RuntimeException e) {
      String reason = e instanceof IOException ? e.getMessage() : e.toString();
      String problem = "MLflow at %s %s: %s".formatted(client.server(), failure, reason);
      LOG.warn("{}. Nothing here depends on it", problem);
      LOG.debug("{}", problem, e);
      return new Outcome(told.page, Optional.of(problem));
    }
  }

  private String experiment() throws IOException {
    Optional<String> there = findExperiment();
    if (there.isPresent()) {
      return there.get();
    }
    try {
      return text(
          client.post("mlflow/experiments/create", Map.of("name", settings.experiment())),
          "/experiment_id");
    } catch (MlflowException e) {
      // Somebody else has made it just now.
      if (e.isOf(EXISTS)) {
        return findExperiment().orElseThrow(() -> e);
      }
      throw e;
    }
  }

  private Optional<String> findExperiment() throws IOException {
    try {
      JsonNode answer =
          client.get(
              "mlflow/experiments/get-by-name", Map.of("experiment_name", settings.experiment()));
      return Optional.of(text(answer, "/experiment/experiment_id"));
    } catch (MlflowException e) {
      if (e.isOf(MISSING)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static String text(JsonNode answer, String place) throws IOException {
    String text = answer.at(place).asText();
    if (text.isEmpty()) {
      throw new IOException("its answer has no " + place.substring(1));
    }
    return text;
  }

  private Optional<ServerRun> find(String experiment, String key) throws IOException {
    JsonNode found =
        client.post(
            "mlflow/runs/search",
            Map.of(
                "experiment_ids", List.of(experiment),
                "filter", "tags.\"%s\" = '%s'".formatted(KEY, safe(key)),
                "max_results", 1));
    JsonNode first = found.at("/runs/0");
    return first.isMissingNode() ? Optional.empty() : Optional.of(ServerRun.of(first));
  }

  /** Without what would end it in a filter. */
  private static String safe(String key) {
    return key.replaceAll("[^A-Za-z0-9._:/@ -]", "_");
  }

  private ServerRun create(String experiment, MirroredRun run) throws IOException {
    return ServerRun.of(
        client
            .post(
                "mlflow/runs/create",
                Map.of(
                    "experiment_id", experiment,
                    "run_name", run.name(),
                    "start_time", run.span().begin().toEpochMilli(),
                    "tags", List.of(entry(KEY, safe(run.key())))))
            .path("run"));
  }

  private void log(ServerRun there, MirroredRun run) throws IOException {
    Map<String, String> tags = new TreeMap<>(run.tags());
    tags.putIfAbsent("mlflow.source.name", "spiketrain");
    tags.putIfAbsent("mlflow.source.type", "JOB");
    sendInBatches(there, "tags", MOST_TAGS, entries(tags, LONGEST_TAG));
    Map<String, String> params = new TreeMap<>();
    run.params().forEach((name, value) -> params.put(name(name), value));
    params.keySet().removeAll(there.params());
    sendInBatches(there, "params", MOST_PARAMS, entries(params, LONGEST_PARAM));
    Stream<MetricPoint> results =
        new TreeMap<>(run.metrics())
            .entrySet().stream()
                .map(one -> new MetricPoint(one.getKey(), 0, one.getValue(), run.span().end()));
    List<Map<String, Object>> metrics =
        Stream.concat(run.course().stream(), results).map(MlflowMirror::metric).toList();
    sendInBatches(there, "metrics", MOST_METRICS, metrics);
  }

  private void sendInBatches(
      ServerRun there, String what, int most, List<? extends Map<String, ?>> all)
      throws IOException {
    for (int from = 0; from < all.size(); from += most) {
      client.post(
          "mlflow/runs/log-batch",
          Map.of("run_id", there.id(), what, all.subList(from, Math.min(all.size(), from + most))));
    }
  }

  private static List<Map<String, String>> entries(Map<String, String> map, int longest) {
    List<Map<String, String>> entries = new ArrayList<>();
    map.forEach(
        (key, value) ->
            entries.add(
                entry(name(key), value.length() > longest ? value.substring(0, longest) : value)));
    return entries;
  }

  private static Map<String, String> entry(String key, String value) {
    return new TreeMap<>(Map.of("key", key, "value", value));
  }

  private static Map<String, Object> metric(MetricPoint point) {
    // What is no number goes as text, as in all JSON of Google's protocol buffers.
    return new TreeMap<>(
        Map.of(
            "key", name(point.key()),
            "step", point.step(),
            "value", point.value(),
            "timestamp", point.time().toEpochMilli()));
  }

  /** MLflow takes no other letters. */
  private static String name(String text) {
    String name = text.replaceAll("[^A-Za-z0-9_. :/-]", "_");
    return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
  }

  private void end(ServerRun there, MirroredRun run) throws IOException {
    client.post(
        "mlflow/runs/update",
        Map.of(
            "run_id", there.id(),
            "status", run.result().name(),
            "end_time", run.span().end().toEpochMilli(),
            "run_name", run.name()));
  }

  private void register(ServerRun there, RegisteredVersion wanted) throws IOException {
    String model =
        settings.registeredModel().isBlank() ? wanted.model() : settings.registeredModel();
    try {
      client.post("mlflow/registered-models/create", Map.of("name", model));
    } catch (MlflowException e) {
      if (!e.isOf(EXISTS)) {
        throw e;
      }
    }
    String version = version(there, model);
    for (String alias : wanted.aliases()) {
      client.post(
          "mlflow/registered-models/alias",
          // A point in an alias is refused.
          Map.of("name", model, "alias", alias.replace('.', '_'), "version", version));
    }
  }

  /** The version of a run, which is made if there is none. */
  private String version(ServerRun there, String model) throws IOException {
    JsonNode found =
        client.get(
            "mlflow/model-versions/search",
            Map.of(
                "filter",
                "name='%s' and run_id='%s'".formatted(model.replace("'", ""), there.id())));
    JsonNode first = found.at("/model_versions/0");
    if (!first.isMissingNode()) {
      return text(first, "/version");
    }
    return text(
        client.post(
            "mlflow/model-versions/create",
            Map.of("name", model, "source", there.artifacts(), "run_id", there.id())),
        "/model_version/version");
  }
}
