package org.spiketrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spiketrain.FlakyServer;
import org.spiketrain.cli.FetchCommand.FetchDisplay;
import org.spiketrain.fetch.FetchProgress.Fetched;

class FetchCommandTest {
  /** Of "abc". */
  private static final String MD5 = "900150983cd24fb0d6963f7d28e17f72";

  @TempDir Path folder;
  private FlakyServer server;
  private Path output;

  @BeforeEach
  void serve() throws IOException {
    output = folder.resolve("out");
    server = new FlakyServer();
    for (String name : List.of("shd_train.h5.gz", "shd_test.h5.gz")) {
      server.put(name, utf8("abc"));
    }
    server.put("md5sums.txt", utf8(MD5 + "  shd_train.h5.gz\n" + MD5 + "  shd_test.h5.gz\n"));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private CommandLineRun fetch(String... more) {
    List<String> args = new ArrayList<>(List.of("fetch", "--output", output.toString()));
    args.addAll(List.of(more));
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  private CommandLineRun fetchShd() {
    return fetch("shd", "--from", server.address().toString());
  }

  @Test
  void termsAreSaidBeforeTheFiles() {
    CommandLineRun run = fetchShd();

    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out().lines())
        .containsExactly(
            "Spiking Heidelberg Digits, from " + server.address(),
            "  licence: Creative Commons Attribution 4.0 International"
                + " (https://creativecommons.org/licenses/by/4.0/)",
            "  to cite: Cramer, Stradmann, Schemmel and Zenke (2022). The Heidelberg Spiking Data"
                + " Sets for the Systematic Evaluation of Spiking Neural Networks. IEEE"
                + " Transactions on Neural Networks and Learning Systems 33, 2744-2757."
                + " https://doi.org/10.1109/TNNLS.2020.3044364",
            "shd_train.h5.gz: fetched, 3 bytes, MD5 " + MD5,
            "shd_test.h5.gz: fetched, 3 bytes, MD5 " + MD5);
    assertThat(output.resolve("shd_test.h5.gz")).hasContent("abc");
    assertThat(fetchShd().out())
        .endsWith(
            "shd_train.h5.gz: there already, 3 bytes, MD5 "
                + MD5
                + System.lineSeparator()
                + "shd_test.h5.gz: there already, 3 bytes, MD5 "
                + MD5
                + System.lineSeparator());
  }

  @Test
  void aCatalogueOfOnesOwnWillDo() throws IOException {
    Path catalogue =
        Files.writeString(
            folder.resolve("my.conf"),
            """
            mine {
              title = Mine, licence = free, citation = nobody, from = "%s"
              files = [{name = shd_test.h5.gz, bytes = 3}]
            }
            """
                .formatted(server.address()));

    CommandLineRun run = fetch("mine", "--catalogue", catalogue.toString());

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("Mine, from", "shd_test.h5.gz: fetched, 3 bytes");
  }

  @Test
  void otherFilesAreReplacedOnlyWhereThatIsSaid() throws IOException {
    Files.createDirectory(output);
    Files.writeString(output.resolve("shd_test.h5.gz"), "mine");

    assertFailure(fetchShd(), 1, output.resolve("shd_test.h5.gz") + " is there already, but has");
    assertThat(output.resolve("shd_test.h5.gz")).hasContent("mine");

    CommandLineRun run = fetch("shd", "--from", server.address().toString(), "--overwrite");
    assertThat(run.code()).isZero();
    assertThat(output.resolve("shd_test.h5.gz")).hasContent("abc");
  }

  @Test
  void whatFailsIsTriedAgainAndSaid() {
    server.failNext("shd_test.h5.gz", FlakyServer.Fault.BUSY);

    CommandLineRun run = fetchShd();

    assertThat(run.code()).isZero();
    assertThat(run.err())
        .isEqualTo(
            "spiketrain: %sshd_test.h5.gz: the server answers with status 503; trying again in 1 s%n"
                .formatted(server.address()));
  }

  @Test
  void mistakesHaveOneMessage() {
    assertFailure(fetch("mnist"), 2, "There is no data set \"mnist\" in conf/datasets.conf");
    assertFailure(fetch("shd", "--from", "x y"), 2, "--from: \"x y\" is no address");
    assertFailure(fetch("shd", "--retries", "0"), 2, "'--retries': expected a whole number");
    assertFailure(fetch("shd", "--catalogue", "none.conf"), 2, "none.conf");
    assertFailure(CommandLineRun.of("fetch", "shd"), 2, "--output");
    assertFailure(fetch("ssc", "--from", server.address().toString()), 1, "no checksum of ssc_");
    assertThat(output).doesNotExist();
  }

  private static void assertFailure(CommandLineRun run, int code, String message) {
    assertThat(run.err()).startsWith("spiketrain: ").contains(message).doesNotContain("\tat ");
    assertThat(run.code()).isEqualTo(code);
  }

  @Test
  void whoWatchesSeesABar() {
    ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    try (PrintStream screen = new PrintStream(terminal, true, StandardCharsets.UTF_8);
        FetchDisplay display =
            new FetchDisplay(new PrintWriter(out), new PrintWriter(err), Optional.of(screen))) {
      display.at("a.h5.gz", 1 << 20, OptionalLong.of(4 << 20));
      display.retrying("http://x/a.h5.gz", "it was cut", Duration.ofMillis(1500));
      display.at("a.h5.gz", 2 << 20, OptionalLong.empty());
      display.finished(new Fetched("a.h5.gz", Fetched.Outcome.FETCHED, 4 << 20, Optional.empty()));
    }
    assertThat(terminal.toString(StandardCharsets.UTF_8)).contains("a.h5.gz", "1/4 MiB");
    assertThat(err.toString()).contains("it was cut; trying again in 2 s");
    assertThat(out.toString()).isEqualToIgnoringNewLines("a.h5.gz: fetched, 4,194,304 bytes");
  }
}
