package org.spiketrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** What is answered without starting Spark. */
class UsageTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fetch",
        "preprocess",
        "train",
        "evaluate",
        "profile",
        "attack",
        "score",
        "run",
        "ablate",
        "plan",
        "models",
        "demo",
        "encode-audio"
      })
  void everyCommandHasHelp(String command) {
    CommandLineRun run = CommandLineRun.of(command, "--help");

    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith("Usage: spiketrain " + command);
  }

  /** Whoever reads it wants to copy keys, options and paths. */
  @ParameterizedTest
  @ValueSource(ints = {80, 120})
  void noWordOfAnyHelpIsBrokenOverTwoLines(int width) {
    for (CommandLine command : commands()) {
      command.setUsageHelpAutoWidth(false);
      command.setUsageHelpWidth(width);
      String help = command.getUsageMessage();
      assertThat(help.lines()).as(help).allMatch(line -> line.length() <= width);
      assertThat(help.split("\\s+", -1)).as(help).contains(words(command));
    }
  }

  @Test
  void theHelpIsAsWideAsTheEnvironmentSays() {
    assertThat(HelpPage.width("80")).contains(80);
    assertThat(HelpPage.width("20")).contains(60);
    assertThat(HelpPage.width(null)).isEmpty();
    assertThat(HelpPage.width("")).isEmpty();
    assertThat(HelpPage.width("wide")).isEmpty();
  }

  private static String[] words(CommandLine command) {
    return paragraphs(command)
        .filter(text -> !text.contains("${"))
        .flatMap(text -> Stream.of(text.strip().split("\\s+", -1)))
        .toArray(String[]::new);
  }

  private static List<CommandLine> commands() {
    CommandLine all = Spiketrain.commandLine("--help");
    return Stream.concat(Stream.of(all), below(all)).toList();
  }

  private static Stream<CommandLine> below(CommandLine command) {
    return command.getSubcommands().values().stream()
        .flatMap(one -> Stream.concat(Stream.of(one), below(one)));
  }

  /** What a help says of its command, and of each option and parameter. */
  private static Stream<String> paragraphs(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    return Stream.concat(
        Stream.of(spec.userObject().getClass().getAnnotation(Command.class).description()),
        spec.args().stream()
            .filter(arg -> !arg.hidden())
            .flatMap(arg -> Stream.of(arg.description())));
  }

  /** Lines are made for the terminal: one that ends by hand ends twice in a narrow one. */
  @Test
  void noLineOfAnyHelpEndsByHand() {
    for (CommandLine command : commands()) {
      assertThat(paragraphs(command))
          .as(command.getCommandName())
          .allMatch(text -> text.endsWith("."));
    }
  }

  @Test
  void onlyTheCommandThatIsNamedIsMade() {
    assertThat(Spiketrain.commandLine("score", "Satoshi").getSubcommands())
        .containsOnlyKeys("score");
    assertThat(Spiketrain.commandLine("help", "score").getSubcommands())
        .containsKeys("score", "run");
    assertThat(Spiketrain.commandLine("scroe").getSubcommands()).containsKeys("score", "run");
  }

  @Test
  void optionsOfAllCommandsMayStandBehindOne() {
    CommandLine line = Spiketrain.commandLine("score", "--verbose");
    line.parseArgs("score", "--verbose");
    Spiketrain options = line.getCommand();

    assertThat(options.verbose()).isTrue();
  }

  @Test
  void whoAsksForStudyIsToldItsNewName() {
    CommandLineRun run = CommandLineRun.of("study", "conf/text-mr.conf");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("study is called profile now");
  }

  @Test
  void helpListsCommandsAndExitCodes() {
    CommandLineRun run = CommandLineRun.of("--help");

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("preprocess", "demo", "wrong usage");
    String commands = run.out().split("Commands:\\R", -1)[1].split("\\R\\R", -1)[0];
    assertThat(commands.split("\\R(?=  \\S)", -1))
        .hasSizeGreaterThan(10)
        .allMatch(command -> command.endsWith("."), "is a whole sentence");
  }

  @Test
  void theHelpOfACommandNamesConfigurationsOfAllRecipes() {
    assertThat(CommandLineRun.of("preprocess", "--help").out())
        .contains("conf/names-best.conf", "conf/ssc-best.conf", "conf/text-mr.conf")
        .contains("names, recorded events or sentences");
  }

  @Test
  void theVersionIsTheBuilds() {
    assertThat(CommandLineRun.of("--version").out()).containsPattern("Spiketrain \\d+\\.\\d+");
  }

  @Test
  void wrongOptionsAreWrongUsage() {
    assertUsage("Unknown option: '--fast'", "run", "conf/names-demo.conf", "--fast");
    assertUsage("Missing required parameter: 'CONFIG'", "train");
    assertUsage("Unmatched argument", "frobnicate");
    assertUsage("-D", "run", "conf/names-demo.conf", "-D", "seed");
    assertUsage("expected one of names, ssc, text, not \"words\"", "demo", "--recipe", "words");
    assertUsage("Missing required subcommand");
  }

  @Test
  void scoreSaysWhatItMisses() {
    assertUsage("Which model?", "score", "Jackson");
    assertUsage("Nothing to score", "score", "--model", "m.zip");
    assertUsage("not both", "score", "--model", "m.zip", "--input", "x", "--output", "y", "Ann");
    assertUsage("Where to?", "score", "--model", "m.zip", "--input", "x");
    assertUsage("no format for a terminal", "score", "--model=m.zip", "--format=parquet", "Ann");
  }

  @Test
  void badValuesOfOptionsAreNamedInOurWords() {
    assertUsage(
        "expected one of parquet, orc, csv, json, not \"xml\"",
        "score",
        "--model=m.zip",
        "--format=xml",
        "Ann");
    for (String count : List.of("0", "x", "2.5", "-1")) {
      assertUsage(
          "'--top-k': expected a whole number from 1, not \"" + count + "\"",
          "score",
          "--model=m.zip",
          "--top-k=" + count,
          "Ann");
    }
    assertUsage(
        "'--sentences': expected a whole number from 0, not \"-1\"",
        "attack",
        "x.conf",
        "--sentences=-1");
    assertUsage("'-D' (KEY=VALUE): expected KEY=VALUE, as in", "run", "x.conf", "-D", "seed");
  }

  @Test
  void aGridThatCannotBeReadIsWrongUsage() {
    assertUsage(
        "Nothing varies: name a key and its values with --grid", "ablate", "conf/names-demo.conf");
    for (String grid : List.of("seed", "=1,2", "seed=1,1", "seed=1,,2", "seed={}")) {
      assertUsage("expected KEY=VALUE,VALUE,...", "ablate", "conf/names-demo.conf", "--grid", grid);
    }
  }

  @Test
  void everySettingOfAGridIsReadBeforeTheFirstOneRuns() {
    for (String grid : List.of("training.batch-size=8,0", "output.path=a,b", "sead=1,2")) {
      CommandLineRun run = CommandLineRun.of("ablate", "conf/names-demo.conf", "--grid", grid);
      assertThat(run.code()).as(grid).isEqualTo(2);
      assertThat(run.err().lines()).hasSize(1);
    }
  }

  @Test
  void helpIsACommandToo() {
    CommandLineRun run = CommandLineRun.of("help", "score");

    assertThat(run.code()).isZero();
    assertThat(run.out()).isEqualTo(CommandLineRun.of("score", "--help").out());
    assertThat(CommandLineRun.of("help").out()).isEqualTo(CommandLineRun.of("--help").out());
    assertThat(CommandLineRun.of("help", "network").out())
        .contains("leaky(neurons): ", "beta = 0.9", "mse-count: ", "erf(alpha): ");
    assertUsage("There is no command \"frobnicate\"", "help", "frobnicate");
  }

  @Test
  void aBadConfigurationIsWrongUsage() {
    assertConfigError("did you mean data.path?", "-D", "data.paht=x");
    assertConfigError("training.batch-size is \"0\"", "-D", "training.batch-size=0");
    assertConfigError("output.path is \"\"", "-D", "output.path=");
    assertConfigError("data.path is \" \"", "-D", "data.path= ");
    CommandLineRun run = CommandLineRun.of("run", folder.resolve("none.conf").toString());
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("none.conf");
  }

  @Test
  void aMissingModelIsAFailure() {
    String model = folder.resolve("model.zip").toString();

    CommandLineRun run = CommandLineRun.of("score", "--model", model, "Jackson");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).startsWith("spiketrain: There is no model " + model);
    assertThat(run.err().lines()).hasSize(1);
  }

  /** At this address no master answers. */
  @Test
  void anOutputThatIsThereIsToldBeforeSparkIsStarted() throws IOException {
    Files.createDirectories(folder.resolve("frames"));
    String output = "output.path=" + folder;
    String there = "Output " + folder;
    String told = "exists already";
    assertTold(there + " " + told, told, "run", "conf/names-demo.conf", "-D", output);
    assertTold(there + "/frames", told, "preprocess", "conf/names-demo.conf", "-D", output);
    assertTold(there, told, "score", "--model=x", "--input=x", "--output=" + folder);
  }

  @Test
  void anInputThatIsNotThereIsToldBeforeSparkIsStarted() {
    String input = folder.resolve("names.txt").toString();
    String output = folder.resolve("scores").toString();
    String message = "There is no file or folder " + input;
    assertTold(
        message,
        "name what is to be scored",
        "score",
        "--model=x",
        "--input=" + input,
        "--output=" + output);
  }

  private static void assertTold(String message, String detail, String... args) {
    String master = "spark.master";
    System.setProperty(master, "spark://127.77.0.1:1");
    try {
      CommandLineRun run = CommandLineRun.of(args);
      assertThat(run.err()).startsWith("spiketrain: " + message).contains(detail);
      assertThat(run.code()).isEqualTo(1);
    } finally {
      System.clearProperty(master);
    }
  }

  @Test
  void aHostThatIsNotKnownIsNamedWithItsPath() {
    String model = "hdfs://nohost.invalid/model.zip";

    CommandLineRun run = CommandLineRun.of("score", "--model", model, "Jackson");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("spiketrain: Cannot read the model " + model)
        .contains("the host nohost.invalid is not known", "Name a file");
  }

  @Test
  void verboseShowsTheTraceWhereverItStands() {
    String model = folder.resolve("model.zip").toString();

    assertThat(CommandLineRun.of("--verbose", "score", "--model", model, "Jackson").err())
        .contains("UserErrorException", "\tat org.spiketrain");
    assertThat(CommandLineRun.of("score", "--model", model, "Jackson", "--verbose").err())
        .contains("UserErrorException", "\tat org.spiketrain");
  }

  private static void assertUsage(String message, String... args) {
    CommandLineRun run = CommandLineRun.of(args);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("spiketrain: ").contains(message).contains("--help");
    assertThat(run.out()).isEmpty();
  }

  private static void assertConfigError(String message, String... options) {
    CommandLineRun run = CommandLineRun.of("run", "conf/names-demo.conf", options[0], options[1]);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("spiketrain: ").contains(message);
    assertThat(run.err().lines()).hasSize(1);
  }
}
