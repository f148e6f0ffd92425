package org.spiketrain.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Kubernetes' API server in memory. It keeps what it is told, and lets those who ask with the name
 * of a role as their token do what the role allows; nobody else but the test itself, which may do
 * all.
 */
final class ApiServer implements AutoCloseable {
  private static final String BEARER = "Bearer ";
  private static final String OWN = "the-test-itself";

  /** Kept, as a level that is set on it would be forgotten with it. */
  private static final Logger LOGGER = Logger.getLogger("io.fabric8.mockwebserver");

  private final Map<String, Set<Access>> roles;
  private final Map<String, Set<Access>> used;
  private final Set<String> refused = new ConcurrentSkipListSet<>();
  private final KubernetesMockServer server;

  private ApiServer(List<Role> roles) {
    this.roles = roles.stream().collect(Collectors.toMap(ApiServer::name, Access::of));
    this.used =
        roles.stream()
            .collect(Collectors.toMap(ApiServer::name, r -> new ConcurrentSkipListSet<>()));
    this.server =
        new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), new Guarded(), false);
  }

  private static String name(Role role) {
    return role.getMetadata().getName();
  }

  static ApiServer start(List<Role> roles) {
    // It would tell of each request.
    LOGGER.setLevel(Level.WARNING);
    ApiServer started = new ApiServer(roles);
    started.server.start();
    return started;
  }

  String url() {
    return "http://127.0.0.1:" + server.getPort();
  }

  /** One that may do all. */
  KubernetesClient client() {
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(Config.empty())
                .withMasterUrl(url())
                .withOauthToken(OWN)
                .withHttp2Disable(true)
                .build())
        .build();
  }

  /** What was asked for in vain, and by whom. */
  Set<String> refused() {
    return refused;
  }

  /** The rights of a role that nobody made use of. */
  Set<String> unused(String role) {
    return roles.get(role).stream()
        .filter(right -> !used.get(role).contains(right))
        .map(Access::toString)
        .collect(Collectors.toSet());
  }

  @Override
  public void close() {
    server.destroy();
  }

  private final class Guarded extends KubernetesCrudDispatcher {
    @Override
    public MockResponse dispatch(RecordedRequest request) {
      String given = request.getHeader("Authorization");
      String token = given == null ? "" : given.replace(BEARER, "");
      if (token.equals(OWN)) {
        return answer(request);
      }
      if (!roles.containsKey(token)) {
        refused.add("%s, by whom nobody knows".formatted(Access.of(request)));
        return refusal(401, "Unauthorized", "whose is the token '%s'?".formatted(token));
      }
      for (Access access : Access.of(request)) {
        used.get(token).add(access);
        if (!roles.get(token).contains(access)) {
          refused.add(token + ": " + access);
          return refusal(403, "Forbidden", token + " may not " + access);
        }
      }
      return answer(request);
    }

    private MockResponse answer(RecordedRequest request) {
      if (Access.isApply(request)) {
        return apply(request);
      }
      boolean pod = request.getMethod().equals("POST") && request.getPath().endsWith("/pods");
      return super.dispatch(pod ? pending(request) : request);
    }

    /** What is applied on the server is of one owner here, whose last word holds. */
    private MockResponse apply(RecordedRequest request) {
      String path = request.getPath().replaceAll("\\?.*", "");
      boolean there = handleGet(path).code() == 200;
      return super.dispatch(
          there
              ? with(request, HttpMethod.PUT, path, request.getUtf8Body())
              : with(
                  request,
                  HttpMethod.POST,
                  path.substring(0, path.lastIndexOf('/')),
                  request.getUtf8Body()));
    }

    /** A server tells a pod's phase from the beginning. */
    private RecordedRequest pending(RecordedRequest request) {
      Pod pod = Serialization.unmarshal(request.getUtf8Body(), Pod.class);
      Pod pending = new PodBuilder(pod).editOrNewStatus().withPhase("Pending").endStatus().build();
      return with(request, HttpMethod.POST, request.getPath(), Serialization.asJson(pending));
    }

    private RecordedRequest with(
        RecordedRequest request, HttpMethod method, String path, String body) {
      return new RecordedRequest(
          request.getHttpVersion(),
          method,
          path,
          request.getHeaders(),
          new Buffer().writeUtf8(body));
    }

    private MockResponse refusal(int code, String reason, String message) {
      return new MockResponse()
          .setResponseCode(code)
          .setBody(
              Serialization.asJson(
                  new StatusBuilder()
                      .withStatus("Failure")
                      .withReason(reason)
                      .withCode(code)
                      .withMessage(message)
                      .build()));
    }
  }
}
