package org.spiketrain.score;

import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.spiketrain.metrics.RunMetrics;

/** How far a scoring is. Safe for threads that look on. */
final class ScoreProgress {
  private final long began = System.nanoTime();
  private volatile ScoreCounts done = ScoreCounts.NONE;
  private volatile ScoreTally now = new ScoreTally();

  /** Shows it as long as these metrics are open. */
  void show(RunMetrics metrics) {
    metrics.show("rows_scored", () -> sum(ScoreCounts::scored, now.all() - now.rejected()));
    metrics.show("rows_rejected", () -> sum(ScoreCounts::rejected, now.rejected()));
    metrics.show("rows_cut", () -> sum(ScoreCounts::cut, now.cut()));
  }

  private long sum(ToLongFunction<ScoreCounts> known, long more) {
    return known.applyAsLong(done) + more;
  }

  /** What is done for good. */
  ScoreCounts done() {
    return done;
  }

  void done(ScoreCounts counts) {
    now = new ScoreTally();
    done = counts;
  }

  /** What is being done. */
  void now(ScoreTally tally) {
    now = tally;
  }

  /** Seconds since it began. */
  double seconds() {
    return (double) (System.nanoTime() - began) / TimeUnit.SECONDS.toNanos(1);
  }

  /** Rows that have been computed, those among them that are not written yet. */
  long rows() {
    return sum(ScoreCounts::rows, now.all());
  }
}
