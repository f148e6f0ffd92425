package org.spiketrain.train;

import java.util.function.LongSupplier;
import org.spiketrain.results.HistoryRow;
import org.spiketrain.results.RunFiles;
import org.spiketrain.results.TrainingHistory;
import org.spiketrain.results.TrainingHistory.EvaluatedSplits;

/**
 * Writes the history and its curve while a training goes on, and passes on what is reported to it.
 * They are written when an evaluation has come, but not more often than every few seconds: with
 * many short rounds the drawing would take longer than the training.
 */
final class HistoryRecorder implements TrainingProgress {
  private static final long PAUSE_NANOS = 5_000_000_000L;

  private final RunFiles files;
  private final EvaluatedSplits splits;
  private final TrainingProgress next;
  private final LongSupplier clock;
  private TrainingHistory history = TrainingHistory.empty();
  private int written;
  private long writtenAt;

  /** Passes every report on to {@code next}; the clock gives nanoseconds. */
  HistoryRecorder(
      RunFiles files, EvaluatedSplits splits, TrainingProgress next, LongSupplier clock) {
    this.files = files;
    this.splits = splits;
    this.next = next;
    this.clock = clock;
  }

  /** Replaces what an interrupted training has left by the history that it goes on from. */
  void begin(TrainingHistory soFar) {
    history = soFar;
    write();
  }

  @Override
  public void round(long examples, long total) {
    next.round(examples, total);
    writeIfDue();
  }

  @Override
  public void evaluated(HistoryRow row) {
    history = history.with(row);
    next.evaluated(row);
    if (row.examples() >= pausesAt()) {
      write();
    } else {
      writeIfDue();
    }
  }

  @Override
  public long pausesAt() {
    return next.pausesAt();
  }

  @Override
  public void ended() {
    next.ended();
  }

  /** Writes the whole history, and the pictures that a training has in the end. */
  void finish() {
    write();
    files.writeFinished(history, splits);
  }

  private void writeIfDue() {
    if (history.rows().size() > written && clock.getAsLong() - writtenAt >= PAUSE_NANOS) {
      write();
    }
  }

  private void write() {
    files.writeHistory(history, splits);
    written = history.rows().size();
    writtenAt = clock.getAsLong();
  }
}
