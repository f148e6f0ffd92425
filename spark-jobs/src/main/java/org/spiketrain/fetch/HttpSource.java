package org.spiketrain.fetch;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.commons.io.IOUtils;
import org.spiketrain.fetch.PartFiles.Origin;
import org.spiketrain.model.UserErrorException;

/** Files on the web, from their beginning or from where an earlier try has stopped. */
final class HttpSource implements AutoCloseable {
  /** Answer of a server: the bytes of a file from an offset on. */
  record Answer(Origin origin, long offset, InputStream body) implements Closeable {
    @Override
    public void close() throws IOException {
      body.close();
    }
  }

  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int RANGE_NOT_SATISFIABLE = 416;
  private static final int FIRST_SERVER_ERROR = 500;

  /** Request timeout, too early, too many requests: the client did no wrong. */
  private static final Set<Integer> PASSING = Set.of(408, 425, 429);

  private final Duration patience;
  private final HttpClient client;
  private final ScheduledThreadPoolExecutor clock;

  HttpSource(Duration patience) {
    this.patience = patience;
    // One file at a time gains nothing by HTTP/2, and every server knows 1.1.
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(patience)
            .build();
    this.clock = new ScheduledThreadPoolExecutor(1, HttpSource::daemon);
    clock.setRemoveOnCancelPolicy(true);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "fetch watch");
    thread.setDaemon(true);
    return thread;
  }

  /** Asks for a whole file; another try may help where it throws a {@link SourceException}. */
  Answer open(URI url) throws SourceException {
    HttpResponse<InputStream> response = send(HttpRequest.newBuilder(url));
    if (response.statusCode() == OK) {
      return whole(url, response);
    }
    throw refused(url, response);
  }

  /**
   * Asks for the rest of a file. The answer begins at the file's beginning if the server gives no
   * parts, or if the file has changed.
   *
   * @param origin of the bytes that are there; with a validator
   * @param offset their number, above 0
   * @throws SourceException if another try may help, a {@link RangeRefusedException} if the answer
   *     does not continue them; a {@link UserErrorException} says that none will
   */
  Answer open(Origin origin, long offset) throws SourceException {
    HttpResponse<InputStream> response =
        send(
            HttpRequest.newBuilder(origin.url())
                .header("Range", "bytes=" + offset + "-")
                .header("If-Range", origin.validator().orElseThrow()));
    return switch (response.statusCode()) {
      case OK -> whole(origin.url(), response);
      case PARTIAL -> rest(origin, offset, response);
      case RANGE_NOT_SATISFIABLE -> {
        IOUtils.closeQuietly(response.body());
        throw new RangeRefusedException("the file has become shorter");
      }
      default -> throw refused(origin.url(), response);
    };
  }

  private HttpResponse<InputStream> send(HttpRequest.Builder request) throws SourceException {
    HttpRequest get = request.timeout(patience).GET().build();
    try {
      return client.send(get, BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw unreachable(get.uri(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new InterruptedIOException("interrupted"));
    }
  }

  private static SourceException unreachable(URI url, IOException e) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (at instanceof UnresolvedAddressException) {
        throw new UserErrorException(
            "Cannot fetch %s: the host %s is not known. Look at the network, or name a mirror with --from"
                .formatted(url, url.getHost()),
            e);
      }
    }
    // A refused connection has no message of its own.
    String reason = e.getMessage() == null ? "no connection" : e.getMessage();
    return new SourceException(reason, e);
  }

  private Answer whole(URI url, HttpResponse<InputStream> response) {
    HttpHeaders headers = response.headers();
    Origin origin = new Origin(url, validator(headers), headers.firstValueAsLong("Content-Length"));
    return new Answer(origin, 0, new TimeoutInputStream(response.body()));
  }

  private Answer rest(Origin origin, long offset, HttpResponse<InputStream> response)
      throws RangeRefusedException {
    HttpHeaders headers = response.headers();
    OptionalLong bytes = origin.bytes();
    String total = bytes.isPresent() ? Long.toString(bytes.getAsLong()) : "[0-9]+";
    // Not formatted, which writes the digits of some languages.
    String expected = "bytes " + offset + "-[0-9]+/(" + total + "|\\*)";
    boolean continues =
        headers.firstValue("Content-Range").orElse("").matches(expected)
            && validator(headers).or(origin::validator).equals(origin.validator());
    if (!continues) {
      IOUtils.closeQuietly(response.body());
      throw new RangeRefusedException("the server sent another part than the one asked for");
    }
    return new Answer(origin, offset, new TimeoutInputStream(response.body()));
  }

  private static Optional<String> validator(HttpHeaders headers) {
    return headers
        .firstValue("ETag")
        // A weak one stands for the meaning, not for the bytes.
        .filter(tag -> tag.startsWith("\""))
        .or(() -> headers.firstValue("Last-Modified"));
  }

  private static SourceException refused(URI url, HttpResponse<InputStream> response) {
    int status = response.statusCode();
    IOUtils.closeQuietly(response.body());
    if (status >= FIRST_SERVER_ERROR || PASSING.contains(status)) {
      return new SourceException("the server answers with status " + status);
    }
    throw new UserErrorException(
        "Cannot fetch %s: the server answers with status %d. Name a mirror with --from, or another address in a catalogue of your own (--catalogue)"
            .formatted(url, status));
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }

  /**
   * The body of an answer, given up when nothing comes for too long: Java's HTTP client would wait
   * for ever. What goes wrong with it is the source's failure, not that of the file written to.
   */
  private final class TimeoutInputStream extends FilterInputStream {
    private volatile boolean givenUp;

    TimeoutInputStream(InputStream body) {
      super(body);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws SourceException {
      ScheduledFuture<?> alarm =
          clock.schedule(this::giveUp, patience.toMillis(), TimeUnit.MILLISECONDS);
      try {
        return in.read(buffer, offset, length);
      } catch (IOException e) {
        String reason =
            givenUp
                ? "nothing came for %.0f s".formatted(patience.toMillis() / 1e3)
                : "the connection was cut (" + e.getMessage() + ")";
        throw new SourceException(reason, e);
      } finally {
        alarm.cancel(false);
      }
    }

    private void giveUp() {
      givenUp = true;
      // The read that waits then fails.
      IOUtils.closeQuietly(in);
    }
  }

  /** A server or the way to it has failed; another try may help. */
  static class SourceException extends IOException {
    private static final long serialVersionUID = 1L;

    SourceException(String message) {
      super(message);
    }

    SourceException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The server offers no continuation of what is there: only to begin again may help. */
  static final class RangeRefusedException extends SourceException {
    private static final long serialVersionUID = 1L;

    RangeRefusedException(String message) {
      super(message);
    }
  }
}
