package org.spiketrain.model.encode;

import java.util.List;
import org.spiketrain.model.api.EncoderProvider;
import org.spiketrain.model.api.Factory;
import org.spiketrain.model.api.Parameter;
import org.spiketrain.model.api.Range;
import org.spiketrain.model.api.Spec;
import org.spiketrain.model.api.SpikeEncoder;

/** The spike encoders of snnTorch, receptive fields, and rates as they are, found by name. */
public final class Encoders implements EncoderProvider {
  private static final Parameter<Double> THRESHOLD =
      Parameter.number("threshold", new Range(0, 1, false, false), "lowest rate that spikes at all")
          .orElse(Latency.USUAL_THRESHOLD);

  private static final Parameter<Double> RISE =
      Parameter.number("threshold", Range.aboveTo(0, 1), "least rise of a rate that spikes")
          .orElse(0.1);
  private static final Parameter<Integer> NEURONS =
      Parameter.whole(
          "neurons", Range.between(PopulationEncoder.FEWEST, 64), "inputs for each rate");
  private static final Parameter<SpikeEncoder> CODING =
      Parameter.plugged(
              "coding",
              SpikeEncoder.REGISTRY,
              "how their answers, from 0 to 1, become spikes, as in coding = rate(42)")
          .orElse(new Latency(Latency.USUAL_THRESHOLD));

  @Override
  public List<Factory<SpikeEncoder>> entries() {
    return List.of(
        Factory.of(
            "rate",
            "Spikes with the probability of the rate at each time step.",
            a -> new Rate(a.get(SEED)),
            SEED),
        Factory.of(
            "latency",
            "One spike, the earlier the higher the rate.",
            a -> new Latency(a.get(THRESHOLD)),
            THRESHOLD),
        Factory.of("direct", "No spikes: the rates at every time step.", a -> new Direct()),
        Factory.of(
            "delta",
            "Spikes where a word's rate is higher than that of the word before it, the same at every"
                + " time step (snnTorch's delta, along the sentence).",
            a -> new DeltaEncoder(a.get(RISE)),
            RISE),
        Factory.of(
            "population",
            "Several inputs for each rate, each with the rates that it answers to (Gaussian receptive"
                + " fields, Bohte, Kok and La Poutre 2002).",
            a -> new PopulationEncoder(a.get(NEURONS), a.get(CODING)),
            NEURONS,
            CODING));
  }

  /**
   * Bernoulli rate coding: in each time step an input spikes with the probability of its rate, as
   * snnTorch's {@code spikegen.rate} draws it, to 2^-24 exactly. A rate of 0 never spikes, one of 1
   * always.
   *
   * <p>The draws come from a counter: {@code (seed, example, step)} are hashed into two 32-bit
   * keys, and these with the number of the input into its draw, by the finaliser {@code lowbias32}
   * of Wellons' hash prospector with the second key between its two multiplications. So every draw
   * depends on its position alone, and the loop over the inputs has no order.
   *
   * @param seed seed of the draws
   */
  public record Rate(long seed) implements SpikeEncoder {
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

  /**
   * Latency coding: every input spikes once at most, the earlier the higher its rate. With T time
   * steps a rate r spikes in step {@code round((T - 1) (1 - r))}, halves to the even one; a rate
   * below the threshold never does. That is snnTorch's {@code spikegen.latency} with {@code
   * linear}, {@code normalize} and {@code clip}. Nothing is drawn: all examples of the same rates
   * are the same.
   *
   * @param threshold lowest rate that spikes, above 0 and below 1; snnTorch's is 0.01
   */
  public record Latency(double threshold) implements SpikeEncoder {
    /** snnTorch's threshold. */
    public static final double USUAL_THRESHOLD = 0.01;

    /**
     * @throws IllegalArgumentException if the threshold is out of range
     */
    public Latency {
      if (!(threshold > 0 && threshold < 1)) {
        throw new IllegalArgumentException(
            "threshold %s: expected above 0 and below 1".formatted(threshold));
      }
    }

    @Override
    public void encode(
        float[] rates, int n, long example, int step, int timeSteps, float[] to, int offset) {
      for (int i = 0; i < n; i++) {
        double rate = Math.min(1, rates[i]);
        boolean spikes = rate >= threshold && Math.rint((timeSteps - 1) * (1 - rate)) == step;
        to[offset + i] = spikes ? 1 : 0;
      }
    }

    @Override
    public boolean isOpenEnded() {
      return false;
    }

    @Override
    public String spec() {
      return Spec.of("latency", threshold).toString();
    }
  }

  /**
   * No spikes: every input is its rate at every time step. With one time step it is what an ANN
   * reads, with more a constant current.
   */
  public record Direct() implements SpikeEncoder {
    @Override
    public void encode(
        float[] rates, int n, long example, int step, int timeSteps, float[] to, int offset) {
      System.arraycopy(rates, 0, to, offset, n);
    }

    @Override
    public String spec() {
      return Spec.of("direct").toString();
    }
  }
}
