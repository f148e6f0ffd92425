package org.spiketrain.registry.mlflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Speaks to a server of MLflow, by version 2.0 of its REST API. */
final class MlflowClient {
  /** How long a server may take. */
  record Patience(Duration connecting, Duration answering) {
    static final Patience USUAL = new Patience(Duration.ofSeconds(10), Duration.ofSeconds(60));
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String API = "/api/2.0/";
  private static final int LONGEST_MESSAGE = 300;

  /** Files are given a second more for each so many bytes. */
  private static final long SLOWEST_BYTES_A_SECOND = 256 << 10;

  private final URI server;
  private final Optional<String> authorization;
  private final Patience patience;
  private final HttpClient http;

  MlflowClient(URI server, Optional<String> authorization) {
    this(server, authorization, Patience.USUAL);
  }

  MlflowClient(URI server, Optional<String> authorization, Patience patience) {
    this.server = server;
    this.authorization = authorization;
    this.patience = patience;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(patience.connecting())
            .build();
  }

  /** The header by which a server knows who asks, of MLflow's variables of the environment. */
  static Optional<String> credentials(Map<String, String> environment) {
    String token = environment.getOrDefault("MLFLOW_TRACKING_TOKEN", "");
    String user = environment.getOrDefault("MLFLOW_TRACKING_USERNAME", "");
    if (!user.isEmpty()) {
      String both = user + ":" + environment.getOrDefault("MLFLOW_TRACKING_PASSWORD", "");
      byte[] bytes = both.getBytes(StandardCharsets.UTF_8);
      return Optional.of("Basic " + Base64.getEncoder().encodeToString(bytes));
    }
    return token.isEmpty() ? Optional.empty() : Optional.of("Bearer " + token);
  }

  URI server() {
    return server;
  }

  /** Asks for something. */
  JsonNode get(String path, Map<String, String> query) throws IOException {
    String parameters =
        query.entrySet().stream()
            .map(
                one ->
                    one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    URI address = URI.create(server + API + path + "?" + parameters);
    return json(send(request(address, patience.answering()).GET().build()));
  }

  /** Has something made or changed. */
  JsonNode post(String path, Object body) throws IOException {
    BodyPublisher publisher = BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
    URI address = URI.create(server + API + path);
    return json(
        send(
            request(address, patience.answering())
                .header("Content-Type", "application/json")
                .POST(publisher)
                .build()));
  }

  /** Sends a file. */
  void put(URI address, long bytes, Supplier<InputStream> contents) throws IOException {
    BodyPublisher publisher =
        bytes == 0
            ? BodyPublishers.noBody()
            : BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(contents), bytes);
    Duration limit = patience.answering().plusSeconds(bytes / SLOWEST_BYTES_A_SECOND);
    send(
        request(address, limit)
            .header("Content-Type", "application/octet-stream")
            .PUT(publisher)
            .build());
  }

  private HttpRequest.Builder request(URI address, Duration limit) {
    HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(limit);
    // Another server that keeps the files is told nobody's password.
    if (address.getHost().equals(server.getHost()) && address.getPort() == server.getPort()) {
      authorization.ifPresent(value -> request.header("Authorization", value));
    }
    return request;
  }

  private String send(HttpRequest request) throws IOException {
    HttpResponse<String> response;
    try {
      response = http.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (HttpTimeoutException e) {
      throw new IOException("it does not answer in time", e);
    } catch (ConnectException e) {
      throw new IOException("it cannot be reached", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("this was interrupted", e);
    }
    if (response.statusCode() / 100 != 2) {
      throw refusal(response.statusCode(), response.body());
    }
    return response.body();
  }

  private static JsonNode json(String body) throws IOException {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new IOException("its answer is none of MLflow's: " + shortened(body), e);
    }
  }

  private static MlflowException refusal(int status, String body) {
    JsonNode answer = JSON.createObjectNode();
    try {
      answer = JSON.readTree(body);
    } catch (JsonProcessingException e) {
      // A proxy before it, which has pages for people.
      answer = JSON.createObjectNode().put("message", body);
    }
    String message = answer.path("message").asText().strip();
    String remedy =
        status == 401
            ? ", set MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD"
            : "";
    return new MlflowException(
        answer.path("error_code").asText(),
        "status %d%s%s"
            .formatted(status, message.isEmpty() ? "" : ": " + shortened(message), remedy));
  }

  private static String shortened(String text) {
    String line = text.lines().findFirst().orElse("").strip();
    return line.length() > LONGEST_MESSAGE ? line.substring(0, LONGEST_MESSAGE) + "..." : line;
  }
}
