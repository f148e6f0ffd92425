package org.spiketrain.nightly;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.data.io.AtomicOutput;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.io.PathSetting;
import org.spiketrain.nightly.NightlySettings.NoticeSettings;
import org.spiketrain.results.NightRecord;

/** Tells what became of a night. Whatever fails is logged and returned, and never thrown. */
public record Notifier(Configuration conf, NoticeSettings settings) {
  private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int LEAST_FAULT = 300;

  /** Tells whoever is to be told of such an outcome; returns sentences on what went wrong. */
  public List<String> tell(NightRecord record) {
    List<String> faults = new ArrayList<>();
    if (settings.on().contains(record.status())) {
      byte[] content = record.bytes();
      attempt("nightly.notice.file", settings.file(), () -> write(content), faults);
      attempt("nightly.notice.webhook", settings.webhook(), () -> post(content), faults);
      attempt("nightly.notice.command", settings.command(), () -> run(content), faults);
    }
    return faults;
  }

  private interface Telling {
    void tell() throws IOException, InterruptedException;
  }

  private static void attempt(String key, String to, Telling telling, List<String> faults) {
    if (to.isBlank()) {
      return;
    }
    try {
      telling.tell();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      faults.add(key + ": interrupted");
    } catch (IOException | RuntimeException e) {
      String fault = "%s (%s): %s".formatted(key, to, e.getMessage());
      LOG.warn("Nobody was told by {}", fault);
      faults.add(fault);
    }
  }

  private void write(byte[] content) {
    AtomicOutput.writeFile(
        conf,
        PathSetting.parse("nightly.notice.file", settings.file()),
        content,
        OutputMode.OVERWRITE);
  }

  private void post(byte[] content) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(settings.webhook()))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(content))
            .build();
    HttpResponse<Void> response =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .build()
            .send(request, HttpResponse.BodyHandlers.discarding());
    if (response.statusCode() >= LEAST_FAULT) {
      throw new IOException("status " + response.statusCode());
    }
  }

  private void run(byte[] content) throws IOException, InterruptedException {
    Path input = Files.createTempFile("spiketrain-notice", ".json");
    try {
      // From a file: a command that reads nothing would hold up who writes into a pipe.
      Files.write(input, content);
      end(
          new ProcessBuilder("sh", "-c", settings.command())
              .redirectInput(input.toFile())
              .redirectOutput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start());
    } finally {
      Files.delete(input);
    }
  }

  private static void end(Process process) throws IOException, InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("it did not end within " + PATIENCE.toSeconds() + " s");
    }
    if (process.exitValue() != 0) {
      throw new IOException("it ended with " + process.exitValue());
    }
  }
}
