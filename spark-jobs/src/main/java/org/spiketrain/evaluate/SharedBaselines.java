package org.spiketrain.evaluate;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
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

  /** One that is fitted by whoever asks first; where that fails, by whoever asks next. */
  private static final class Shared {
    private FittedBaseline fitted;

    synchronized FittedBaseline orFit(Supplier<FittedBaseline> fitting) {
      if (fitted == null) {
        fitted = fitting.get();
      }
      return fitted;
    }
  }

  private final Map<Fit, Map<String, Shared>> fits =
      new LinkedHashMap<>(KEPT, LOAD, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Fit, Map<String, Shared>> eldest) {
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
    return of(new Fit(frames, seed), key).orFit(fitting);
  }

  private Shared of(Fit fit, String key) {
    synchronized (fits) {
      return fits.computeIfAbsent(fit, unused -> new HashMap<>())
          .computeIfAbsent(key, unused -> new Shared());
    }
  }
}
