package org.spiketrain.cli;

/** A command in a process of its own, to be killed. */
final class CommandProcess {
  private CommandProcess() {}

  /** Arguments: those of a command line. */
  public static void main(String[] args) {
    System.setProperty("spark.master", "local[2]");
    System.setProperty("spark.ui.enabled", "false");
    System.setProperty("spark.sql.shuffle.partitions", "2");
    CommandLineRun run = CommandLineRun.of(args);
    System.out.println(run);
    System.exit(run.code());
  }
}
