package org.spiketrain.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A bucket of moto, which answers as S3 does; a process, where this machine's Python has it. */
final class S3Server implements Storage, AutoCloseable {
  private static final Pattern LISTENS = Pattern.compile("Running on (http://[\\d.]+:\\d+)");
  private static final Pattern KEY = Pattern.compile("<Key>([^<]*)</Key>");
  private static final String BUCKET = "spiketrain";

  /** Nobody looks whether the signature is right, but there must be one. */
  private static final String ANYBODY =
      "AWS4-HMAC-SHA256 Credential=any/20260101/us-east-1/s3/aws4_request,"
          + " SignedHeaders=host, Signature=0";

  private final HttpClient client = HttpClient.newHttpClient();
  private final Started server;
  private final String endpoint;

  private S3Server(Started server) throws Exception {
    this.server = server;
    this.endpoint = server.awaitTold(LISTENS).group(1);
  }

  static S3Server start(Path logs) throws Exception {
    ProcessBuilder builder = python("-m", "moto.server", "-H", "127.0.0.1", "-p", "0");
    builder.environment().put("PYTHONUNBUFFERED", "1");
    S3Server started = new S3Server(Started.start(builder, logs, "s3"));
    started.send(started.request("").PUT(BodyPublishers.noBody()));
    return started;
  }

  private static ProcessBuilder python(String... arguments) {
    return new ProcessBuilder(Stream.concat(Stream.of("python3"), Stream.of(arguments)).toList());
  }

  /** Whether Python has moto. */
  static boolean isThere() {
    try {
      return python("-c", "import moto.server, flask").start().waitFor() == 0;
    } catch (IOException e) {
      // There is no Python.
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private HttpRequest.Builder request(String rest) {
    return HttpRequest.newBuilder(URI.create("%s/%s%s".formatted(endpoint, BUCKET, rest)))
        .header("Authorization", ANYBODY);
  }

  private byte[] send(HttpRequest.Builder request) throws IOException {
    try {
      HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
      assertThat(response.statusCode()).isEqualTo(200);
      return response.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public String path(String absolute) {
    return "s3a://" + BUCKET + absolute;
  }

  @Override
  public byte[] read(String absolute) throws IOException {
    return send(request(absolute).GET());
  }

  @Override
  public void write(String absolute, String text) throws IOException {
    send(request(absolute).PUT(BodyPublishers.ofString(text)));
  }

  /** The names of all objects below a folder, without it. */
  @Override
  public List<String> list(String absolute) throws IOException {
    String prefix = absolute.substring(1) + "/";
    String listed = new String(send(request("?list-type=2&prefix=" + prefix).GET()), UTF_8);
    return KEY.matcher(listed)
        .results()
        .map(key -> key.group(1).substring(prefix.length()))
        .toList();
  }

  /**
   * How often objects whose names end so were written at once, as copies are; not in parts, and not
   * those that stand for an upload in parts until it is committed.
   */
  long written(String name) {
    return server
        .err()
        .lines()
        .filter(line -> line.contains("\"PUT ") && line.contains("/" + name + " HTTP"))
        .filter(line -> !line.contains("/__magic"))
        .count();
  }

  /** Lets commands find it, with the jars that a Spark lacks for it. */
  Launcher reachedBy(Launcher launcher) throws IOException {
    return launcher.with(
        "--jars=" + jars(),
        "--conf=spark.hadoop.fs.s3a.endpoint=" + endpoint,
        "--conf=spark.hadoop.fs.s3a.endpoint.region=us-east-1",
        "--conf=spark.hadoop.fs.s3a.access.key=any",
        "--conf=spark.hadoop.fs.s3a.secret.key=any",
        "--conf=spark.hadoop.fs.s3a.path.style.access=true",
        "--conf=spark.hadoop.fs.s3a.connection.ssl.enabled=false");
  }

  private static String jars() throws IOException {
    try (Stream<Path> files = Files.list(Project.S3_JARS)) {
      return files.map(Path::toString).sorted().collect(Collectors.joining(","));
    }
  }

  @Override
  public void close() throws InterruptedException {
    server.close();
  }
}
