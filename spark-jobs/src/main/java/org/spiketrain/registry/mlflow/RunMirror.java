package org.spiketrain.registry.mlflow;

import java.util.Optional;
import org.spiketrain.registry.mlflow.MirroredRun.RegisteredVersion;

/**
 * Tells others of runs that are over and of what becomes of their models. It never throws for what
 * is not this program's own fault: what went wrong is logged as one warning.
 */
public interface RunMirror {
  /** Tells nobody. */
  RunMirror NONE =
      new RunMirror() {
        @Override
        public Outcome mirror(MirroredRun run) {
          return Outcome.NOTHING;
        }

        @Override
        public Outcome alias(String key, RegisteredVersion version) {
          return Outcome.NOTHING;
        }
      };

  /** Mirrors a run. Of one with the same key, the earlier mirror image is brought up to date. */
  Outcome mirror(MirroredRun run);

  /**
   * Lets aliases name the version of a run that was mirrored before.
   *
   * @param key of that run
   */
  Outcome alias(String key, RegisteredVersion version);

  /**
   * What became of it.
   *
   * @param address of the run's page; empty if there is none
   * @param problem why it is not all there; empty if it is
   */
  record Outcome(Optional<String> address, Optional<String> problem) {
    static final Outcome NOTHING = new Outcome(Optional.empty(), Optional.empty());
  }
}
