package org.spiketrain.score;

import org.spiketrain.data.io.OutputMode;
import org.spiketrain.model.UserErrorException;

/**
 * How to score files.
 *
 * @param top number of classes given for each name, sentence or recording, from 1; more than there
 *     are gives all
 * @param format how the scores are written
 * @param csv how CSV input is written
 * @param mode what happens if the output exists already
 */
public record ScoreSettings(int top, OutputFormat format, CsvDialect csv, OutputMode mode) {
  public ScoreSettings {
    if (top < 1) {
      throw new UserErrorException(
          "top %d: expected the number of classes to give for each name, sentence or recording, from 1"
              .formatted(top));
    }
  }
}
