package org.spiketrain.score;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.input_file_name;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.spiketrain.data.io.SharedStorage;

/**
 * Counts the scores that were added to a folder or table as they are there, where executors may
 * write to other disks than the driver reads.
 */
final class AddedRows {
  private static final String FILE = "file";

  private final ScoreWriter writer;
  private final Optional<Path> place;
  private final Set<String> before;

  /** Looks what is there before anything is added. */
  AddedRows(ScoreWriter writer) {
    this.writer = writer;
    this.place = writer.doubtfulPlace();
    this.before = place.isPresent() ? files() : Set.of();
  }

  private Set<String> files() {
    return writer.there().stream()
        .flatMap(rows -> Arrays.stream(rows.inputFiles()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Looks whether what was added is there.
   *
   * @throws org.spiketrain.model.UserErrorException if rows are missing
   */
  void check(long scored) {
    place.ifPresent(
        folder -> {
          Set<String> added = files();
          added.removeAll(before);
          SharedStorage.requireWritten(folder, scored, () -> count(added));
        });
  }

  private long count(Set<String> files) {
    return files.isEmpty()
        ? 0
        : writer
            .there()
            .orElseThrow()
            .select(input_file_name().as(FILE))
            .where(col(FILE).isInCollection(files))
            .count();
  }
}
