package org.spiketrain;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A web server on this machine that does wrong what it is told to, request by request. */
public final class FlakyServer implements AutoCloseable {
  /** What goes wrong with one answer. */
  public enum Fault {
    /** Half of the bytes, then the connection is closed. */
    CUT,
    /** Half of the bytes, then silence. */
    STALL,
    /** Status 503. */
    BUSY,
    /** As many bytes as there should be, but others. */
    DAMAGE
  }

  /** What this server cannot do. */
  public enum Habit {
    /** It sends whole files, whatever is asked for. */
    IGNORES_RANGES,
    /** It continues another version of a file. */
    IGNORES_IF_RANGE,
    /** It says neither entity tag nor time. */
    GIVES_NO_VALIDATORS,
    /** It has a time for a validator, to the second. */
    GIVES_TIMES
  }

  private static final String LAST_CHANGE = "Sat, 17 Aug 2019 10:00:00 GMT";
  private static final Pattern RANGE = Pattern.compile("bytes=([0-9]+)-");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final Map<String, Queue<Fault>> faults = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Set<Habit> habits;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile LongPredicate arrived = bytes -> true;

  /** Starts a server. */
  public FlakyServer(Habit... habits) throws IOException {
    this.habits = Set.of(habits);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  /** Where it answers. */
  public URI address() {
    return URI.create(
        "http://%s:%d/"
            .formatted(
                InetAddress.getLoopbackAddress().getHostAddress(), server.getAddress().getPort()));
  }

  /** Publishes a file, or another version of it. */
  public void put(String name, byte[] bytes) {
    files.put(name, bytes);
  }

  /** What goes wrong with the next answers for a file, one after the other. */
  public void failNext(String name, Fault... next) {
    faults.computeIfAbsent(name, n -> new ConcurrentLinkedQueue<>()).addAll(List.of(next));
  }

  /**
   * Lets cuts wait, ten seconds at most, until the client has used what was sent before: one whose
   * connection breaks may throw away what it has not used.
   *
   * @param used tells whether so many bytes of the file have been used
   */
  public void cutOnlyWhen(LongPredicate used) {
    arrived = used;
  }

  /** The requests for a file so far: its name, and the range that was asked for. */
  public List<String> requests(String name) {
    return requests.stream()
        .filter(request -> request.equals(name) || request.startsWith(name + " "))
        .toList();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String name = exchange.getRequestURI().getPath().substring(1);
      String range = header(exchange, "Range");
      requests.add((name + " " + range).strip());
      Queue<Fault> queue = faults.getOrDefault(name, new ConcurrentLinkedQueue<>());
      List<Fault> fault = queue.isEmpty() ? List.of() : List.of(queue.remove());
      if (!files.containsKey(name)) {
        exchange.sendResponseHeaders(404, -1);
      } else if (fault.contains(Fault.BUSY)) {
        exchange.sendResponseHeaders(503, -1);
      } else {
        send(exchange, files.get(name), range, fault);
      }
    }
  }

  private void send(HttpExchange exchange, byte[] file, String range, List<Fault> fault)
      throws IOException {
    String validator = announceValidator(exchange, file);
    int from = 0;
    Matcher asked = RANGE.matcher(range);
    boolean same = header(exchange, "If-Range").equals(validator);
    if (asked.matches() && same && !habits.contains(Habit.IGNORES_RANGES)) {
      from = Integer.parseInt(asked.group(1));
      if (from >= file.length) {
        exchange.sendResponseHeaders(416, -1);
        return;
      }
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes %d-%d/%d".formatted(from, file.length - 1, file.length));
    }
    byte[] rest = Arrays.copyOfRange(file, from, file.length);
    body(exchange, from == 0 ? 200 : 206, rest, fault);
    if (fault.contains(Fault.CUT)) {
      awaitArrival(from + rest.length / 2);
    }
  }

  private String announceValidator(HttpExchange exchange, byte[] file) {
    String tag = "\"" + Integer.toHexString(Arrays.hashCode(file)) + "\"";
    if (habits.contains(Habit.GIVES_NO_VALIDATORS)) {
      return "";
    }
    if (habits.contains(Habit.GIVES_TIMES)) {
      exchange.getResponseHeaders().set("Last-Modified", LAST_CHANGE);
      exchange.getResponseHeaders().set("ETag", "W/" + tag);
      return LAST_CHANGE;
    }
    String given = habits.contains(Habit.IGNORES_IF_RANGE) ? "\"always the same\"" : tag;
    exchange.getResponseHeaders().set("ETag", given);
    return given;
  }

  private void body(HttpExchange exchange, int status, byte[] bytes, List<Fault> fault)
      throws IOException {
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length == 0) {
      return;
    }
    if (fault.contains(Fault.DAMAGE)) {
      bytes[bytes.length / 2] ^= 1;
    }
    boolean whole = Collections.disjoint(fault, Set.of(Fault.CUT, Fault.STALL));
    OutputStream out = exchange.getResponseBody();
    out.write(bytes, 0, whole ? bytes.length : bytes.length / 2);
    out.flush();
    if (fault.contains(Fault.STALL)) {
      try {
        closing.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void awaitArrival(long bytes) {
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!arrived.test(bytes) && System.nanoTime() < limit) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  private static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  @Override
  public void close() {
    if (closing.getCount() == 0) {
      return;
    }
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
