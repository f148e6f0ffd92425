package org.spiketrain.model.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.spiketrain.model.api.SpikeEncoder;
import org.spiketrain.model.golden.GoldenCase;

/** Spikes drawn from rates, against snnTorch's and against what chance allows. */
class SpikeCodingTest {
  private static final int STEPS = 50;
  private static final Encoders.Rate RATE = new Encoders.Rate(7);

  /** Spikes [steps][inputs] of one example. */
  private static float[][] spikes(SpikeEncoder coding, float[] rates, long example, int steps) {
    float[][] spikes = new float[steps][rates.length];
    for (int t = 0; t < steps; t++) {
      coding.encode(rates, rates.length, example, t, steps, spikes[t], 0);
    }
    return spikes;
  }

  private static float[] filled(int n, float rate) {
    float[] rates = new float[n];
    Arrays.fill(rates, rate);
    return rates;
  }

  private static double sum(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }

  @Test
  void edgesSpikeNeverOrAlwaysAsInSnnTorch() {
    GoldenCase golden = GoldenCase.read("snn_spikegen_rate");
    float[] edges = golden.values("edges");
    float[] expected = golden.values("edges_spikes");
    for (int t = 0; t < golden.size("edges_spikes", 0); t++) {
      float[] spikes = new float[edges.length];
      RATE.encode(edges, edges.length, 11, t, 3, spikes, 0);
      assertThat(spikes)
          .containsExactly(Arrays.copyOfRange(expected, t * edges.length, (t + 1) * edges.length));
    }
  }

  @Test
  void meansAreTheRatesAsInSnnTorch() {
    GoldenCase golden = GoldenCase.read("snn_spikegen_rate");
    float[] rates = golden.values("p");
    float[] peers = golden.values("p_mean");
    int draws = 20_000;
    double[] mean = new double[rates.length];
    for (float[] step : spikes(RATE, rates, 5, draws)) {
      for (int i = 0; i < rates.length; i++) {
        mean[i] += step[i] / (double) draws;
      }
    }
    for (int i = 0; i < rates.length; i++) {
      double deviation = Math.sqrt(rates[i] * (1 - rates[i]) / draws);
      assertThat(mean[i]).isCloseTo(rates[i], within(4 * deviation));
      assertThat(mean[i]).isCloseTo(peers[i], within(6 * deviation));
    }
  }

  @Test
  void extremesAreExact() {
    float[] rates = {0, 1, -1e20f, 1e20f, Float.NaN, Float.NEGATIVE_INFINITY};
    for (float[] step : spikes(RATE, rates, 3, 10_000)) {
      assertThat(step).containsExactly(0, 1, 0, 1, 0, 0);
    }
  }

  @Test
  void smallRatesSpikeAsRarelyAsTheySay() {
    float[] rates = filled(20_000, 0x1p-10f);
    double spikes = 0;
    for (float[] step : spikes(RATE, rates, 9, STEPS)) {
      spikes += sum(step);
    }
    double expected = 20_000 * STEPS * 0x1p-10;
    assertThat(spikes).isCloseTo(expected, within(4 * Math.sqrt(expected)));
  }

  /** With rates k/16 the number of rates that spike is the draw's place among 16 equal cells. */
  @Test
  void drawsAreUniform() {
    int cells = 16;
    int inputs = 3_000;
    double[] count = new double[cells];
    for (long example = 0; example < 20; example++) {
      for (int cell = 0; cell < cells; cell++) {
        float[] below = new float[inputs];
        float[] up = new float[inputs];
        RATE.encode(filled(inputs, (float) cell / cells), inputs, example, 0, 1, below, 0);
        RATE.encode(filled(inputs, (cell + 1f) / cells), inputs, example, 0, 1, up, 0);
        count[cell] += sum(up) - sum(below);
      }
    }
    double expected = 20.0 * inputs / cells;
    double chiSquare =
        Arrays.stream(count).map(c -> (c - expected) * (c - expected) / expected).sum();
    // 15 degrees of freedom: mean 15, 99.9 % below 37.7.
    assertThat(chiSquare).isBetween(2.0, 37.7);
  }

  @Test
  void neighbouringInputsStepsAndExamplesAreIndependent() {
    int inputs = 12_000;
    float[][] one = spikes(RATE, filled(inputs, 0.5f), 100, STEPS);
    float[][] other = spikes(RATE, filled(inputs, 0.5f), 101, STEPS);
    float[][] otherSeed = spikes(new Encoders.Rate(8), filled(inputs, 0.5f), 100, STEPS);
    for (int lag : new int[] {1, 2, 16, 255, 256, 300, 4096}) {
      assertIndependent(one, one, lag, 0);
    }
    for (int steps : new int[] {1, 2, 25}) {
      assertIndependent(one, one, 0, steps);
      assertIndependent(one, one, 1, steps);
    }
    assertIndependent(one, other, 0, 0);
    assertIndependent(one, other, 0, 1);
    assertIndependent(one, otherSeed, 0, 0);
  }

  /** Of pairs of fair draws half agree, within four and a half standard deviations. */
  private static void assertIndependent(float[][] a, float[][] b, int lag, int steps) {
    long pairs = 0;
    long agree = 0;
    for (int t = 0; t + steps < a.length; t++) {
      for (int i = 0; i + lag < a[t].length; i++) {
        pairs++;
        agree += a[t][i] == b[t + steps][i + lag] ? 1 : 0;
      }
    }
    assertThat((double) agree / pairs)
        .as("lag %d, %d steps", lag, steps)
        .isCloseTo(0.5, within(4.5 * 0.5 / Math.sqrt((double) pairs)));
  }

  @Test
  void countsOverTimeSpreadAsBinomialsDo() {
    int inputs = 20_000;
    double[] counts = new double[inputs];
    for (float[] step : spikes(RATE, filled(inputs, 0.3f), 1, STEPS)) {
      for (int i = 0; i < inputs; i++) {
        counts[i] += step[i];
      }
    }
    double mean = Arrays.stream(counts).average().orElseThrow();
    double variance =
        Arrays.stream(counts).map(c -> (c - mean) * (c - mean)).average().orElseThrow();
    double expected = STEPS * 0.3 * 0.7;
    assertThat(variance).isCloseTo(expected, within(4.5 * expected * Math.sqrt(2.0 / inputs)));
  }

  @Test
  void aDrawDependsOnItsPlaceAlone() {
    float[] rates = filled(1_000, 0.4f);
    float[] whole = new float[1_000];
    RATE.encode(rates, 1_000, 42, 17, STEPS, whole, 0);
    float[] part = new float[700];
    RATE.encode(rates, 600, 42, 17, 18, part, 100);
    assertThat(Arrays.copyOfRange(part, 100, 700)).isEqualTo(Arrays.copyOf(whole, 600));
    assertThat(Arrays.copyOf(part, 100)).containsOnly(0);
  }

  @Test
  void aChangeOfTheGeneratorIsNoticed() throws NoSuchAlgorithmException {
    float[] rates = new float[999];
    for (int i = 0; i < rates.length; i++) {
      rates[i] = i / 998f;
    }
    ByteBuffer bytes = ByteBuffer.allocate(STEPS * rates.length);
    for (float[] step :
        spikes(new Encoders.Rate(-3), rates, SplitMix64.hash(3, 1, 4, 1, 5), STEPS)) {
      for (float spike : step) {
        bytes.put((byte) spike);
      }
    }
    String digest =
        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
    // Stored spikes and trained models rely on these draws.
    assertThat(digest)
        .isEqualTo("4fc4631fe8b5de1fcb0b35a3cb2438e00d604b12733996e2ff8f284d790f67ed");
  }

  @Test
  void aSentenceHasTheKeyOfItsWordsWhereverItLies() {
    assertThat(SplitMix64.hash(new int[] {9, 4, 5, 6, 9}, 1, 4))
        .isEqualTo(SplitMix64.hash(4, 5, 6));
    assertThat(SplitMix64.hash(4, 5, 6)).isNotEqualTo(SplitMix64.hash(4, 6, 5));
    assertThat(SplitMix64.hash(4, 5, 0)).isNotEqualTo(SplitMix64.hash(4, 5));
    assertThat(SplitMix64.hash(0)).isNotEqualTo(SplitMix64.hash(0, 0));
    assertThat(SplitMix64.hash(3, 1, 4, 1, 5)).isEqualTo(-6217829791597811934L);
  }

  /** The example in the documentation of snnTorch's {@code spikegen.latency}. */
  @Test
  void latencyIsTheShorterTheHigherTheRate() {
    float[] rates = {0.02f, 0.5f, 1, 0, 0.009f, 1.5f};
    float[][] spikes = spikes(new Encoders.Latency(Encoders.Latency.USUAL_THRESHOLD), rates, 0, 5);
    assertThat(spikes[0]).containsExactly(0, 0, 1, 0, 0, 1);
    assertThat(spikes[1]).containsOnly(0);
    assertThat(spikes[2]).containsExactly(0, 1, 0, 0, 0, 0);
    assertThat(spikes[3]).containsOnly(0);
    assertThat(spikes[4]).containsExactly(1, 0, 0, 0, 0, 0);
  }

  @Test
  void latencySpikesOnceAtMost() {
    float[] rates = new float[101];
    for (int i = 0; i < rates.length; i++) {
      rates[i] = i / 100f;
    }
    float[][] spikes = spikes(new Encoders.Latency(0.05), rates, 0, 8);
    for (int i = 0; i < rates.length; i++) {
      double total = 0;
      for (float[] step : spikes) {
        total += step[i];
      }
      assertThat(total).as("rate %s", rates[i]).isEqualTo(rates[i] < 0.05 ? 0 : 1);
    }
    assertThatThrownBy(() -> new Encoders.Latency(0)).hasMessageContaining("above 0");
  }
}
