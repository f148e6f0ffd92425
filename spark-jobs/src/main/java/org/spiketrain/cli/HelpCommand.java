package org.spiketrain.cli;

import java.util.Optional;
import org.spiketrain.model.zoo.NetworkHelp;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code spiketrain help}; picocli's own one would have {@code --help} twice beside ours. */
@Command(
    name = "help",
    description = "Show what a command takes, or, as help network, what a network may have.")
final class HelpCommand extends ConsoleCommand implements Runnable {
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
