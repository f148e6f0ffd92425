package org.spiketrain.registry.mlflow;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server on this machine in place of MLflow's, which writes down what it is asked. */
final class MlflowStub implements AutoCloseable {
  /** Answers a question that is without an answer yet. */
  interface Answerer {
    Exchange answer(Exchange asked, HttpExchange http, byte[] body) throws Exception;
  }

  final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
  final List<String> authorizations = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  MlflowStub(Answerer answerer) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", http -> handle(http, answerer));
    server.start();
  }

  /** One that answers as was recorded, in the same order. */
  static MlflowStub replaying(List<Exchange> recorded) throws IOException {
    Iterator<Exchange> next = recorded.iterator();
    return new MlflowStub(
        (asked, http, body) -> {
          Exchange answer = next.next();
          return new Exchange(
              asked.method(), asked.path(), asked.request(), answer.status(), answer.response());
        });
  }

  /** One that says the same to all. */
  static MlflowStub saying(int status, String text) throws IOException {
    return new MlflowStub(
        (asked, http, body) ->
            new Exchange(
                asked.method(),
                asked.path(),
                asked.request(),
                status,
                Exchange.body(text.getBytes(java.nio.charset.StandardCharsets.UTF_8))));
  }

  /** One that hands all over to a real one. */
  static MlflowStub before(URI real) throws IOException {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    return new MlflowStub(
        (asked, http, body) -> {
          HttpRequest.Builder request =
              HttpRequest.newBuilder(URI.create(real + asked.path()))
                  .method(asked.method(), BodyPublishers.ofByteArray(body));
          String type = http.getRequestHeaders().getFirst("Content-Type");
          if (type != null) {
            request.header("Content-Type", type);
          }
          HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
          return new Exchange(
              asked.method(),
              asked.path(),
              asked.request(),
              response.statusCode(),
              Exchange.body(response.body()));
        });
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void handle(HttpExchange http, Answerer answerer) throws IOException {
    try (http) {
      byte[] body = http.getRequestBody().readAllBytes();
      authorizations.add(String.valueOf(http.getRequestHeaders().getFirst("Authorization")));
      Exchange asked =
          new Exchange(
              http.getRequestMethod(),
              http.getRequestURI().toString(),
              Exchange.body(body),
              0,
              Exchange.body(new byte[0]));
      Exchange answered = answerer.answer(asked, http, body);
      exchanges.add(answered);
      byte[] answer = answered.answer();
      http.sendResponseHeaders(answered.status(), answer.length == 0 ? -1 : answer.length);
      http.getResponseBody().write(answer);
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
