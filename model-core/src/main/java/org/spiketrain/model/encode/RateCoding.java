package org.spiketrain.model.encode;

import org.spiketrain.model.api.Spec;
import org.spiketrain.model.api.SpikeEncoder;

/**
 * Bernoulli rate coding: in each time step an input spikes with the probability of its rate, as
 * snnTorch's {@code spikegen.rate} draws it, to 2^-24 exactly. A rate of 0 never spikes, one of 1
 * always.
 *
 * <p>The draws come from a counter: {@code (seed, example, step)} are hashed into two 32-bit keys,
 * and these with the number of the input into its draw, by the finaliser {@code lowbias32} of
 * Wellons' hash prospector with the second key between its two multiplications. So every draw
 * depends on its position alone, and the loop over the inputs has no order.
 *
 * @param seed seed of the draws
 */
public record RateCoding(long seed) implements SpikeEncoder {
  private static final int BLOCK = 256;

  /** Odd, so that the inputs' counters differ; the golden ratio in 32 bits spreads them. */
  private static final int COUNTER_STEP = 0x9E3779B9;

  /** Bits of a draw: as many as a float holds exactly. */
  private static final int DRAW_BITS = 24;

  private static final int SCALE = 1 << DRAW_BITS;

  /** A table, since C2 of Java 17 vectorises no loop that computes with its own counter. */
  private static final int[] COUNTERS = counters();

  private static int[] counters() {
    int[] counters = new int[BLOCK];
    for (int k = 0; k < BLOCK; k++) {
      counters[k] = k * COUNTER_STEP;
    }
    return counters;
  }

  @Override
  public void encode(
      float[] rates, int n, long example, int step, int timeSteps, float[] to, int offset) {
    long key = key(example, step);
    int first = (int) key;
    int second = (int) (key >>> Integer.SIZE);
    int[] draws = new int[BLOCK];
    for (int start = 0; start < n; start += BLOCK) {
      draw(first + start * COUNTER_STEP, second, draws);
      int end = Math.min(BLOCK, n - start);
      for (int k = 0; k < end; k++) {
        // The sign of a difference rather than a comparison: rates near a half mispredict.
        int threshold = Math.max(0, (int) (rates[start + k] * SCALE));
        to[offset + start + k] = (draws[k] - threshold) >>> (Integer.SIZE - 1);
      }
    }
  }

  private long key(long example, int step) {
    long key = SplitMix64.mix(SplitMix64.mix(seed + SplitMix64.STEP) ^ example);
    return SplitMix64.mix(key + (step + 1L) * SplitMix64.STEP);
  }

  /** Uniform draws in [0, 2^24), one an entry. */
  private static void draw(int first, int second, int[] draws) {
    for (int k = 0; k < BLOCK; k++) {
      int bits = COUNTERS[k] + first;
      bits ^= bits >>> 16;
      bits *= 0x7FEB352D;
      bits ^= second;
      bits ^= bits >>> 15;
      bits *= 0x846CA68B;
      bits ^= bits >>> 16;
      draws[k] = bits >>> (Integer.SIZE - DRAW_BITS);
    }
  }

  @Override
  public String spec() {
    return Spec.of("rate", seed).toString();
  }
}
