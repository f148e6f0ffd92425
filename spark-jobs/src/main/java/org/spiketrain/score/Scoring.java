package org.spiketrain.score;

import org.apache.hadoop.fs.Path;

/** The scoring of one input. */
interface Scoring {
  /**
   * Scores all of it.
   *
   * @param folder receives the part files, and the rejects where there are any
   * @throws org.spiketrain.model.UserErrorException if the input cannot be read, or nothing of it
   *     can be scored
   */
  ScoreCounts write(Path folder, ScoreSettings settings);
}
