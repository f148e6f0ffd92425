package org.spiketrain.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import org.apache.commons.io.output.TeeWriter;
import org.spiketrain.cli.DemoCommand.Recipe;
import org.spiketrain.cli.ExecutionErrors.UsageErrors;
import org.spiketrain.cli.ExperimentCommand.AttackCommand;
import org.spiketrain.cli.ExperimentCommand.EvaluateCommand;
import org.spiketrain.cli.ExperimentCommand.PreprocessCommand;
import org.spiketrain.cli.ExperimentCommand.ProfileCommand;
import org.spiketrain.cli.ExperimentCommand.RunCommand;
import org.spiketrain.cli.ExperimentCommand.TrainCommand;
import org.spiketrain.config.ConfigErrorException;
import org.spiketrain.data.Split;
import org.spiketrain.data.Versions;
import org.spiketrain.model.zoo.NetworkHelp;
import org.spiketrain.pipeline.Deployment;
import org.spiketrain.pipeline.SparkSessions;
import org.spiketrain.score.ScoreSettings.OutputFormat;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/** The command line's entry. */
@Command(
    name = "spiketrain",
    description = "Spiking neural networks, trained on Apache Spark.",
    versionProvider = Spiketrain.BuildVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed; the message says what was wrong, where, and what to do",
      "2:wrong usage: an option, or a key or value of the configuration"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  spiketrain demo",
      "  spiketrain demo --recipe ssc",
      "  spiketrain run conf/names-best.conf -D data.path=names/ -D output.path=best",
      "  spiketrain fetch ssc --output ssc/",
      "  spiketrain score --model best/model.zip Satoshi Jackson",
      "",
      "Spark's own options (--master, --conf, --properties-file, ...) may stand anywhere and go to spark-submit."
    })
public final class Spiketrain {
  private static final List<Class<?>> COMMANDS =
      List.of(
          FetchCommand.class,
          EncodeAudioCommand.class,
          ImportCommand.class,
          PreprocessCommand.class,
          TrainCommand.class,
          EvaluateCommand.class,
          BaselinesCommand.class,
          ProfileCommand.class,
          AttackCommand.class,
          ScoreCommand.class,
          ScoreStreamCommand.class,
          RunCommand.class,
          NightlyCommand.class,
          AblateCommand.class,
          CompareCommand.class,
          PlanCommand.class,
          ModelsCommand.class,
          DemoCommand.class,
          WarmUpCommand.class,
          HelpCommand.class);

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable")
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  @SuppressWarnings("UnusedVariable")
  private boolean version;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of an error.")
  private boolean verbose;

  private Spiketrain() {}

  /**
   * Runs a command.
   *
   * @param args as {@code spiketrain --help} explains them
   */
  public static void main(String[] args) {
    SparkSessions.prepareDriver();
    CommandLine line = commandLine(args);
    Spiketrain options = line.getCommand();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  if (!options.verbose()) {
                    ExecutionErrors.quieten();
                  }
                },
                "quiet end"));
    StringWriter said = new StringWriter();
    line.setErr(new PrintWriter(new TeeWriter(line.getErr(), said), true));
    int code = line.execute(args);
    // YARN takes an exit of the driver for a failure, whatever the code: return where all is well.
    if (code == CommandLine.ExitCode.OK) {
      return;
    }
    if (Deployment.submitted().failsByException()) {
      throw new FailedException(said.toString());
    }
    if (!options.verbose()) {
      // All has been said; what Spark's threads have to say of their end would follow it.
      ExecutionErrors.quieten();
    }
    System.exit(code);
  }

  /** The end of a command that failed, for those who only get to see an exception. */
  static final class FailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    FailedException(String said) {
      super(said.strip(), null, false, false);
    }
  }

  /**
   * Knows the command alone that the arguments begin with, since to make the others takes longer
   * than a short answer; all of them where they begin with none, or with {@code help}.
   */
  static CommandLine commandLine(String... args) {
    CommandLine line = new CommandLine(new Spiketrain());
    List<Class<?>> begun =
        COMMANDS.stream().filter(c -> args.length > 0 && name(c).equals(args[0])).toList();
    boolean needsAll = begun.isEmpty() || begun.contains(HelpCommand.class);
    (needsAll ? COMMANDS : begun).forEach(line::addSubcommand);
    line.setOut(new PrintWriter(System.out, true, Charset.defaultCharset()));
    line.setErr(new PrintWriter(System.err, true, Charset.defaultCharset()));
    line.registerConverter(Recipe.class, Choice.of(Recipe.class));
    line.registerConverter(Split.class, Choice.of(Split.class));
    line.registerConverter(OutputFormat.class, Choice.of(OutputFormat.class));
    HelpPage.prepare(line);
    line.setParameterExceptionHandler(new UsageErrors());
    line.setExecutionStrategy(ExecutionErrors::execute);
    line.setExecutionExceptionHandler(new ExecutionErrors(ExecutionErrors::isShuttingDown));
    line.setExitCodeExceptionMapper(
        e ->
            e instanceof ConfigErrorException
                ? CommandLine.ExitCode.USAGE
                : CommandLine.ExitCode.SOFTWARE);
    return line;
  }

  private static String name(Class<?> command) {
    return command.getAnnotation(Command.class).name();
  }

  boolean verbose() {
    return verbose;
  }

  static final class BuildVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {
        "Spiketrain " + Versions.ownVersion(), "Java " + Runtime.version(),
      };
    }
  }

  /** {@code spiketrain help}; picocli's own one would have {@code --help} twice beside ours. */
  @Command(
      name = "help",
      description = "Show what a command takes, or, as help network, what a network may have.")
  static final class HelpCommand extends ConsoleCommand implements Runnable {
    @Parameters(
        paramLabel = "COMMAND",
        arity = "0..1",
        description = "A command, or network. Default: all commands.")
    private Optional<String> command;

    @Override
    public void run() {
      if (command.equals(Optional.of("network"))) {
        NetworkHelp.lines().forEach(out()::println);
        return;
      }
      CommandLine all = spec().commandLine().getParent();
      CommandLine shown = command.map(all.getSubcommands()::get).orElse(all);
      if (command.isPresent() && shown.equals(all)) {
        throw usage("There is no command \"%s\"".formatted(command.get()));
      }
      shown.usage(out());
    }
  }
}
