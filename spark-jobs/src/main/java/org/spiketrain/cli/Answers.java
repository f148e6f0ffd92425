package org.spiketrain.cli;

import org.spiketrain.pipeline.Ahead;
import org.spiketrain.pipeline.SparkSessions;

/**
 * The main class where no Spark runs: {@link Spiketrain}, with what short commands wait for begun
 * before their arguments are read.
 */
public final class Answers {
  private static final String SCORE = "score";

  private Answers() {}

  /**
   * Runs a command.
   *
   * @param args as {@code spiketrain --help} explains them
   */
  public static void main(String[] args) {
    SparkSessions.prepareDriver();
    if (args.length > 0 && args[0].equals(SCORE)) {
      Ahead.beginNetworks();
    }
    Ahead.beginFiles();
    Spiketrain.main(args);
  }
}
