package org.spiketrain.cli;

import java.io.PrintWriter;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.data.io.OutputMode;
import org.spiketrain.data.io.PathSetting;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.pipeline.Deployment;
import org.spiketrain.results.RunOutputs;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The console and the common options of every command. */
abstract class ConsoleCommand {
  private static final Logger LOG = LoggerFactory.getLogger(ConsoleCommand.class);

  @Spec private CommandSpec spec;
  private volatile boolean tellsOfStop;

  final CommandSpec spec() {
    return spec;
  }

  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  final void complain(String problem) {
    err().println("spiketrain: " + problem);
    err().flush();
  }

  /**
   * Does some work, and says how it is gone on with if the program is stopped within, such as by
   * Ctrl-C.
   *
   * @param goesOn is asked then, while Spark and file systems are being stopped
   */
  final <T> T stoppable(Supplier<String> goesOn, Supplier<T> work) {
    Thread notice = new Thread(() -> complain("stopped. " + goesOn.get()), "stop notice");
    Runtime.getRuntime().addShutdownHook(notice);
    tellsOfStop = true;
    try {
      return work.get();
    } finally {
      forget(notice);
    }
  }

  /** Returns whether it says itself that it was stopped, if it was. */
  final boolean tellsOfStop() {
    return tellsOfStop;
  }

  private void forget(Thread notice) {
    try {
      tellsOfStop = !Runtime.getRuntime().removeShutdownHook(notice);
    } catch (IllegalStateException e) {
      LOG.debug("The program is being stopped", e);
    }
  }

  final ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** Refuses to be run by a cluster, where nobody would see what is printed. */
  final void requireHere(String remedy) {
    if (Deployment.submitted().inCluster()) {
      throw usage(
          "What this prints would stay in the log of a driver in the cluster: leave --deploy-mode cluster away%s"
              .formatted(remedy));
    }
  }

  static OutputMode mode(boolean overwrite) {
    return overwrite ? OutputMode.OVERWRITE : OutputMode.REFUSE_EXISTING;
  }

  /** Returns the folder that {@code --output} names; refuses one that may not be replaced. */
  static Path newFolder(Configuration conf, String name, OutputMode mode) {
    Path folder = PathSetting.parse("--output", name);
    if (mode == OutputMode.REFUSE_EXISTING && RunOutputs.exists(conf, folder)) {
      throw new UserErrorException(
          "Output %s exists already: name another with --output, or replace it with --overwrite"
              .formatted(name));
    }
    return folder;
  }
}
