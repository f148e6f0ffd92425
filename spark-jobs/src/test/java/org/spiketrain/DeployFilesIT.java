package org.spiketrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of deploy/ that schedulers and Prometheus read, by what is installed of them. */
class DeployFilesIT {
  private static final Path DEPLOY = Path.of("..", "deploy").toAbsolutePath().normalize();
  private static final String INSTALLED = "/opt/spiketrain";

  /** Of shellcheck: names that are an array in one function, globs that are not for the shell. */
  private static final String TAKEN_FOR_MISTAKES = "SC2125,SC2128,SC2155,SC2178";

  private static final ObjectMapper YAML =
      new YAMLMapper().enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

  @TempDir private Path folder;

  private static List<Path> files(String kinds) throws IOException {
    try (Stream<Path> files = Files.walk(DEPLOY)) {
      return files
          .filter(file -> !file.toString().contains("/target/") && Files.isRegularFile(file))
          .filter(file -> file.getFileName().toString().matches(kinds))
          .sorted()
          .toList();
    }
  }

  static List<Path> scripts() throws IOException {
    List<Path> scripts = new ArrayList<>();
    for (Path file : files("[a-z-]+")) {
      if (Files.readString(file).startsWith("#!/usr/bin/env bash")) {
        scripts.add(file);
      }
    }
    return scripts;
  }

  static List<Path> yaml() throws IOException {
    return files(".+\\.ya?ml");
  }

  private record Ended(int code, String printed) {}

  private Ended run(Map<String, String> environment, String... command) throws Exception {
    Path printed = folder.resolve("printed");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(printed.toFile());
    builder.environment().putAll(environment);
    return new Ended(builder.start().waitFor(), Files.readString(printed));
  }

  private static void assumeInstalled(String program) {
    assumeTrue(
        Arrays.stream(System.getenv("PATH").split(":"))
            .anyMatch(path -> Files.isExecutable(Path.of(path, program))),
        program + " is not installed");
  }

  private Path script(String name, String body) throws IOException {
    Path script = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + body + "\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script;
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void bashReadsTheScripts(Path script) throws Exception {
    assertThat(script).isExecutable();
    assertThat(run(Map.of(), "bash", "-n", script.toString())).isEqualTo(new Ended(0, ""));
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void shellcheckFindsNothing(Path script) throws Exception {
    assumeInstalled("shellcheck");
    assertThat(
            run(
                Map.of(),
                "shellcheck",
                "-S",
                "warning",
                "-e",
                TAKEN_FOR_MISTAKES,
                script.toString()))
        .isEqualTo(new Ended(0, ""));
  }

  @Test
  void pythonReadsTheDag() throws Exception {
    assumeInstalled("python3");
    for (Path file : files(".+\\.py")) {
      String compile = "import sys; compile(open(sys.argv[1]).read(), sys.argv[1], 'exec')";
      assertThat(run(Map.of(), "python3", "-c", compile, file.toString()))
          .isEqualTo(new Ended(0, ""));
    }
  }

  @ParameterizedTest
  @MethodSource("yaml")
  void yamlHasNoKeyTwice(Path file) throws IOException {
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile())) {
      assertThat(documents.readAll()).isNotEmpty().allMatch(JsonNode::isObject);
    }
  }

  @Test
  void systemdKnowsTheUnitsAndFindsTheirCommands() throws Exception {
    assumeInstalled("systemd-analyze");
    for (Path unit : files(".+\\.(service|timer)")) {
      String text = Files.readString(unit);
      Files.writeString(
          folder.resolve(unit.getFileName()),
          text.replace(INSTALLED, DEPLOY.getParent().toString()));
    }
    // What it has to say of the machine's own units is not ours.
    Ended verified =
        run(
            Map.of("SYSTEMD_UNIT_PATH", folder + ":"),
            "systemd-analyze",
            "verify",
            folder.resolve("spiketrain-nightly@names.service").toString(),
            folder.resolve("spiketrain-nightly@names.timer").toString(),
            folder.resolve("spiketrain-failed@names.service").toString());
    assertThat(verified.printed().lines().filter(line -> line.contains("spiketrain"))).isEmpty();
    Ended calendar =
        run(Map.of(), "systemd-analyze", "calendar", value("OnCalendar", "nightly@.timer"));
    assertThat(calendar.code()).as(calendar.printed()).isZero();
  }

  private static String value(String key, String unit) throws IOException {
    return Files.readAllLines(DEPLOY.resolve("systemd/spiketrain-" + unit)).stream()
        .filter(line -> line.startsWith(key + "="))
        .map(line -> line.substring(key.length() + 1))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void cronReadsItsLinesAndFindsTheirCommand() throws IOException {
    Pattern setting = Pattern.compile("[A-Z_]+=.+");
    Pattern entry =
        Pattern.compile(
            "([0-9*/,-]+ ){2}([0-9*/,-]+ ){3}[a-z_][a-z0-9_-]* (?<command>/[^ %]+)[^%]*");
    String text = Files.readString(DEPLOY.resolve("cron/spiketrain"));

    assertThat(text).as("cron leaves out a last line without an end").endsWith("\n");
    List<String> lines =
        text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
    assertThat(lines)
        .allMatch(line -> setting.matcher(line).matches() || entry.matcher(line).matches())
        .anyMatch(line -> entry.matcher(line).matches());
    for (String line : lines) {
      var matcher = entry.matcher(line);
      if (matcher.matches()) {
        String command = matcher.group("command").replace(INSTALLED, DEPLOY.getParent().toString());
        assertThat(Path.of(command)).isExecutable();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0, false", "99, false", "1, true", "2, true", "3, true"})
  void cronMailsTheEndOfTheLogOfANightThatFailed(int code, boolean isMailed) throws Exception {
    Path fake = script("fake", "echo \"was told $*\"; echo of an error >&2; exit " + code);
    Path logs = Files.createDirectory(folder.resolve("logs"));
    Path old = Files.createFile(logs.resolve("names-2020-01-01.log"));
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(40, ChronoUnit.DAYS)));
    Path others = Files.copy(old, logs.resolve("other-2020-01-01.log"));

    Ended ended =
        run(
            Map.of("SPIKETRAIN", fake.toString(), "SPIKETRAIN_LOGS", logs.toString()),
            DEPLOY.resolve("cron/nightly").toString(),
            "/etc/names.conf",
            "--as-of",
            "2026-11-30");

    assertThat(ended.code()).isEqualTo(code);
    assertThat(ended.printed().isEmpty()).isEqualTo(!isMailed);
    if (isMailed) {
      assertThat(ended.printed()).contains("ended with " + code, "of an error");
    }
    assertThat(logs.resolve("names-" + LocalDate.now(ZoneId.systemDefault()) + ".log"))
        .content()
        .contains("was told nightly /etc/names.conf --as-of 2026-11-30", "exit code " + code);
    assertThat(old).doesNotExist();
    assertThat(others).exists();
  }

  @Test
  void aUnitThatFailedIsToldByMailAndWebhook() throws Exception {
    script("journalctl", "echo the journal");
    script("mail", "cat >\"$0.said\"");
    script("curl", "printf '%s\\n' \"$*\" >\"$0.said\"");
    Ended ended =
        run(
            Map.of(
                "PATH", folder + ":" + System.getenv("PATH"),
                "SPIKETRAIN_MAILTO", "team@example.org",
                "SPIKETRAIN_WEBHOOK", "https://chat.example.org/hook"),
            DEPLOY.resolve("systemd/tell-failure").toString(),
            "spiketrain-nightly@my\\x2dnames.service");

    assertThat(ended.code()).as(ended.printed()).isZero();
    assertThat(folder.resolve("mail.said")).content().contains("the journal");
    String posted = Files.readString(folder.resolve("curl.said"), StandardCharsets.UTF_8);
    JsonNode json =
        new ObjectMapper().readTree(posted.substring(posted.indexOf('{'), posted.indexOf('}') + 1));
    assertThat(json.get("text").asText())
        .startsWith("spiketrain-nightly@my\\x2dnames.service failed");
  }

  /** 2 and 3 would end the same again, 99 is no failure: each scheduler is told so in its words. */
  @Test
  void allSchedulersAreToldTheSameOfExitCodes() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "OPERATE.md"));
    String dag = Files.readString(DEPLOY.resolve("airflow/spiketrain_nightly.py"));
    JsonNode job = YAML.readTree(DEPLOY.resolve("kubernetes/nightly-cronjob.yaml").toFile());
    String argo = Files.readString(DEPLOY.resolve("argo/spiketrain-nightly.yaml"));

    assertThat(value("SuccessExitStatus", "nightly@.service")).isEqualTo("99");
    assertThat(value("RestartPreventExitStatus", "nightly@.service")).isEqualTo("2 3");
    assertThat(dag).contains("NOT_PROMOTED = 99\n", "REFUSED = 3\n", "USAGE = 2\n");
    assertThat(job.at("/spec/jobTemplate/spec/podFailurePolicy/rules/0/onExitCodes/values"))
        .hasToString("[2,3]");
    assertThat(argo).contains("asInt(lastRetry.exitCode) not in [2, 3]");
    for (String file : List.of(job.toString(), argo)) {
      assertThat(file).contains("-Dnightly.exit-codes.not-promoted=0");
    }
    for (int code : new int[] {0, 1, 2, 3, 99}) {
      assertThat(page).contains(String.format(Locale.ROOT, "\n| %d |", code));
    }
  }

  @Test
  void keysOfTheConfigurationAreThoseThatThereAre() throws IOException {
    Config reference =
        ConfigFactory.parseFile(Path.of("..", "conf", "reference.conf").toFile()).resolve();
    List<Path> files = new ArrayList<>(files("nightly.*|spiketrain.*\\.(py|yaml|service|timer)"));
    files.add(Path.of("..", "docs", "OPERATE.md"));
    Pattern keys =
        Pattern.compile("\\b(nightly|training|data|ablation|output)\\.[a-z]+[a-z.-]*[a-z]\\b");
    for (Path file : files) {
      assertThat(keys.matcher(Files.readString(file)).results())
          .extracting(MatchResult::group)
          .filteredOn(key -> !key.matches("nightly\\.(service|timer|yaml)"))
          .allMatch(reference::hasPath);
    }
  }
}
