package org.spiketrain.registry.mlflow;

import java.util.Optional;

/** Tells others of a run that is over. */
@FunctionalInterface
public interface RunMirror {
  /** Tells nobody. */
  RunMirror NONE = run -> new Outcome(Optional.empty(), Optional.empty());

  /**
   * Mirrors a run. Of one with the same key, the earlier mirror image is brought up to date. It
   * never throws for what is not this program's own fault: what went wrong is logged as one
   * warning.
   */
  Outcome mirror(MirroredRun run);

  /**
   * What became of it.
   *
   * @param address of the run's page; empty if there is none
   * @param problem why it is not all there; empty if it is
   */
  record Outcome(Optional<String> address, Optional<String> problem) {}
}
