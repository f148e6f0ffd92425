package org.spiketrain.evaluate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.spiketrain.evaluate.baseline.FittedBaseline;

/**
 * Baselines that were fitted to frames, for the evaluations of the same frames that follow: those
 * of an ablation's trials differ in their networks only. They are kept for the frames that were
 * asked for last, which must not change meanwhile. May be used from several threads: what one of
 * them fits the others wait for.
 */
public final class SharedBaselines {
  /** A model of n-grams has tens of megabytes. */
  private static final int KEPT = 3;

  private static final float LOAD = 0.75f;

  /** What decides the baselines of a kind of data. */
  private record Fit(String frames, long seed) {}

  private final Map<Fit, Map<String, FutureTask<FittedBaseline>>> fits =
      new LinkedHashMap<>(KEPT, LOAD, true) {
        @Override
        protected boolean removeEldestEntry(
            Map.Entry<Fit, Map<String, FutureTask<FittedBaseline>>> eldest) {
          return size() > KEPT;
        }
      };

  /**
   * Returns a baseline, fitted to frames by whoever asked for it first.
   *
   * @param frames folder of the frames
   * @param seed of whatever is drawn
   * @param key of the baseline
   * @param fitting is done in the thread that calls; where it fails, the next to ask tries again
   */
  FittedBaseline fitted(String frames, long seed, String key, Supplier<FittedBaseline> fitting) {
    Map<String, FutureTask<FittedBaseline>> same = of(new Fit(frames, seed));
    FutureTask<FittedBaseline> own = new FutureTask<>(fitting::get);
    FutureTask<FittedBaseline> first = same.putIfAbsent(key, own);
    if (first != null) {
      return result(first);
    }
    own.run();
    try {
      return result(own);
    } catch (RuntimeException e) {
      same.remove(key, own);
      throw e;
    }
  }

  private Map<String, FutureTask<FittedBaseline>> of(Fit fit) {
    synchronized (fits) {
      return fits.computeIfAbsent(fit, unused -> new ConcurrentHashMap<>());
    }
  }

  private static FittedBaseline result(FutureTask<FittedBaseline> task) {
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException known
          ? known
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
