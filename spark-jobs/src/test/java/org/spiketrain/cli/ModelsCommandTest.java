package org.spiketrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The registry from the command line, with a model that an earlier state has stored. */
class ModelsCommandTest {
  @TempDir Path folder;
  private Path run;

  @BeforeEach
  void storeRun() throws IOException, URISyntaxException {
    run = Files.createDirectory(folder.resolve("run"));
    Path stored = Path.of(getClass().getResource("/models/encoders/names.zip").toURI());
    Files.copy(stored, run.resolve("model.zip"));
    Files.createDirectory(run.resolve("evaluation"));
    Files.writeString(
        run.resolve("evaluation/metrics.json"),
        "{\"split\": \"test\", \"accuracy\": 0.8125, \"baselines\": {\"a\": 1}}");
    Files.writeString(run.resolve("report.html"), "<html></html>");
  }

  private CommandLineRun models(String... args) {
    List<String> all = new ArrayList<>(List.of("models"));
    all.addAll(Arrays.asList(args));
    all.add("-Dregistry.path=" + folder.resolve("registry"));
    return CommandLineRun.of(all.toArray(String[]::new));
  }

  private String done(String... args) {
    CommandLineRun done = models(args);
    assertThat(done.err()).isEmpty();
    assertThat(done.code()).isZero();
    return done.out();
  }

  private JsonNode json(String... args) throws IOException {
    return new ObjectMapper().readTree(done(args));
  }

  private void publish(int versions) throws IOException {
    for (int i = 0; i < versions; i++) {
      // The same network with another provenance would do; another end of the archive does too.
      Files.write(run.resolve("model.zip"), commented(i));
      done("publish", "names", "--model=" + run.resolve("model.zip"));
    }
  }

  /** The archive with a comment, which is no part of the model. */
  private byte[] commented(int comment) throws IOException {
    byte[] zip = Files.readAllBytes(run.resolve("model.zip"));
    if (comment == 0) {
      return zip;
    }
    byte[] longer = Arrays.copyOf(zip, zip.length + 1);
    // The length of the comment is before it, at the end of the archive.
    longer[zip.length - comment + 1 - 2] = (byte) comment;
    return longer;
  }

  @Test
  void aRunIsPublishedWithWhatLiesBesideItAndNotTwice() throws IOException {
    String model = "--model=" + run.resolve("model.zip");
    assertThat(done("publish", "names", model, "--alias=champion", "--tag=who=ada"))
        .contains("version 1 of names: " + folder.resolve("registry/names/versions/1"))
        .contains("champion is version 1");
    assertThat(done("publish", "names", model)).contains("version 1").contains("(as it was)");

    Path version = folder.resolve("registry/names/versions/1");
    assertThat(version.resolve("evaluation/metrics.json")).exists();
    assertThat(version.resolve("report.html")).exists();
    assertThat(version.resolve("model.zip"))
        .hasBinaryContent(Files.readAllBytes(run.resolve("model.zip")));
    JsonNode shown = json("show", "names", "--json");
    assertThat(shown.at("/version").asInt()).isEqualTo(1);
    assertThat(shown.at("/facts/metrics/accuracy").asDouble()).isEqualTo(0.8125);
    assertThat(shown.at("/facts/tags/who").asText()).isEqualTo("ada");
    assertThat(shown.at("/facts/tags/data.kind").asText()).isEqualTo("names");
    assertThat(shown.at("/moves/champion/0/reason").asText()).isEqualTo("published");
    assertThat(done("show", "names@champion"))
        .startsWith("version 1 of names: ")
        .contains("accuracy: 0.8125", "who: ada", "VERSION  SINCE");
  }

  @Test
  void versionsAreListedAliasedRolledBackAndPruned() throws IOException {
    publish(3);
    assertThat(done("alias", "names", "champion", "1"))
        .isEqualTo("champion of names is version 1\n");
    done("alias", "names", "champion", "3", "--reason=it is better");
    assertThat(done("list").lines())
        .hasSize(2)
        .last()
        .asString()
        .containsPattern("names +3 +3 +\\S+Z +champion=3");
    assertThat(done("list", "names").lines())
        .hasSize(4)
        .first()
        .asString()
        .containsPattern("VERSION +MADE +ACCURACY");
    assertThat(done("list", "names")).containsPattern("(?m)^3 .* 81.25 % .* champion$");
    assertThat(json("list", "--json").at("/0/aliases/champion").asInt()).isEqualTo(3);
    assertThat(json("list", "names", "--json").at("/2/aliases/0").asText()).isEqualTo("champion");
    assertThat(done("show", "names")).contains("it is better");

    assertThat(done("prune", "names", "--keep=1")).isEqualTo("deleted: version 2\n");
    assertThat(done("prune", "names", "--keep=1")).isEqualTo("deleted: nothing\n");
    // An MLflow that is away is warned of, and that is all.
    assertThat(done("rollback", "names", "-Dmlflow.uri=http://127.0.0.1:1"))
        .isEqualTo("champion of names is version 1 again\n");
    assertThat(done("alias", "names", "spare", "1", "-Dmlflow.uri=http://127.0.0.1:1"))
        .isEqualTo("spare of names is version 1\n");
  }

  @Test
  void aVersionScoresByItsAddress() throws IOException {
    publish(1);
    done("alias", "names", "champion", "1");
    String registry = "-Dregistry.path=" + folder.resolve("registry");
    String direct = CommandLineRun.of("score", "--model=" + run.resolve("model.zip"), "Ann").out();
    for (String address : List.of("models:/names", "models:/names@champion", "models:/names/1")) {
      CommandLineRun scored = CommandLineRun.of("score", "--model", address, registry, "Ann");
      assertThat(scored.err()).isEmpty();
      assertThat(scored.out()).isEqualTo(direct).contains("> Ann");
    }
    CommandLineRun missing = CommandLineRun.of("score", "--model=models:/names@old", registry, "A");
    assertThat(missing.code()).isEqualTo(1);
    assertThat(missing.err())
        .startsWith("spiketrain: Model names has no alias old in ")
        .endsWith("name one of champion\n");
    assertThat(missing.err().lines()).hasSize(1);
  }

  @Test
  void saysWhatIsMissing() {
    assertThat(done("list")).isEqualTo("no models in " + folder.resolve("registry") + "\n");
    assertThat(json("[]")).isTrue();
    CommandLineRun none = models("list", "names");
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.err()).contains("There is no model names in the registry");
    assertThat(models("prune", "names").code()).isEqualTo(2);
    assertThat(models("alias", "names", "champion", "0").err())
        .contains("expected a whole number from 1");
    assertThat(models("publish", "names", "--model=" + folder.resolve("none.zip")).err())
        .startsWith("spiketrain: There is no model " + folder.resolve("none.zip"));
    assertThat(models("show", "names/x").err()).contains("write NAME, NAME@ALIAS or NAME/NUMBER");
    assertThat(CommandLineRun.of("models").err()).contains("Missing required subcommand");
  }

  /** Whether an empty registry is this JSON. */
  private boolean json(String expected) {
    return done("list", "--json").strip().replaceAll("\\s", "").equals(expected);
  }
}
