package org.spiketrain.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.nightly.NightlySettings.NoticeSettings;
import org.spiketrain.results.Figures;
import org.spiketrain.results.NightRecord;
import org.spiketrain.results.NightRecord.Check;
import org.spiketrain.results.NightRecord.Condition;
import org.spiketrain.results.NightRecord.HoldOut;
import org.spiketrain.results.NightRecord.Models;
import org.spiketrain.results.NightRecord.TakenData;
import org.spiketrain.results.NightRecord.Trained;
import org.spiketrain.results.NightStatus;

class NotifierTest {
  private static final NightRecord RECORD =
      new NightRecord(
          "2026-11-30",
          "2026-11-30",
          NightStatus.NOT_PROMOTED,
          List.of("margin"),
          "2026-11-30T01:00:00Z",
          "2026-11-30T01:05:00Z",
          1,
          1,
          List.of(new TakenData("2026-11-30", "days/2026-11-30", false, 7, Map.of("empty", 1L))),
          List.of(new Check("fraction of duplicates", "", 0.1, 0.5, true, "")),
          new Trained("scratch", 2, 100, 200, 0.8),
          List.of(
              new HoldOut(
                  "fixed",
                  new Figures(3, List.of(new Figures.OfClass("a", 3, 2, 3))),
                  Figures.NONE,
                  0,
                  0)),
          List.of(new Condition("margin", false, "not enough")),
          new Models("names", 2, 1, 1),
          Map.of("data", 1.5),
          List.of());

  @TempDir private Path folder;
  private final AtomicReference<byte[]> posted = new AtomicReference<>();
  private HttpServer server;
  private int answer = 200;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/hook",
        exchange -> {
          posted.set(exchange.getRequestBody().readAllBytes());
          exchange.sendResponseHeaders(answer, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private List<String> tell(String command, List<NightStatus> on) {
    NoticeSettings settings =
        new NoticeSettings(
            on,
            command,
            "http://127.0.0.1:%d/hook".formatted(server.getAddress().getPort()),
            folder.resolve("last.json").toString());
    return new Notifier(new Configuration(), settings).tell(RECORD);
  }

  @Test
  void commandWebhookAndFileGetTheRecord() throws IOException {
    Path copy = folder.resolve("copy.json");

    assertThat(tell("cat > " + copy, List.of(NightStatus.NOT_PROMOTED))).isEmpty();

    assertThat(posted.get()).isEqualTo(RECORD.bytes());
    assertThat(Files.readAllBytes(copy)).isEqualTo(RECORD.bytes());
    assertThat(NightRecord.read(Files.readAllBytes(folder.resolve("last.json")), "last.json"))
        .isEqualTo(RECORD);
  }

  @Test
  void otherOutcomesAreNotTold() {
    assertThat(tell("false", List.of(NightStatus.FAILED))).isEmpty();
    assertThat(posted.get()).isNull();
    assertThat(folder.resolve("last.json")).doesNotExist();
  }

  @Test
  void whatGoesWrongIsSaidAndKeepsNobodyElseFromBeingTold() {
    answer = 500;

    assertThat(tell("exit 3", List.of(NightStatus.NOT_PROMOTED)))
        .satisfiesExactly(
            webhook -> assertThat(webhook).contains("nightly.notice.webhook", "status 500"),
            command -> assertThat(command).contains("nightly.notice.command", "ended with 3"));
    assertThat(folder.resolve("last.json")).exists();
  }
}
