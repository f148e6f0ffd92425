package org.spiketrain.score;

import java.util.List;
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

  /**
   * Outcome of an input.
   *
   * @param scored number of things scored
   * @param rejected number of things that could not be scored
   * @param cut number of things scored by their beginning alone
   * @param withoutAny input files in which there is nothing, each with what it has instead
   */
  record ScoreCounts(long scored, long rejected, long cut, List<String> withoutAny) {}
}
