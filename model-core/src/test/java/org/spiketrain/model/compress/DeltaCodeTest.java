package org.spiketrain.model.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.spiketrain.model.compress.DeltaCode.Range;

class DeltaCodeTest {
  /** Not whole blocks, and gaps between the ranges. */
  private static final List<Range> RANGES =
      List.of(new Range(3, 1500), new Range(1500, 1501), new Range(1600, 3000));

  private static float[] normal(long seed) {
    Random random = new Random(seed);
    float[] values = new float[3100];
    for (int j = 0; j < values.length; j++) {
      values[j] = (float) (1e-3 * random.nextGaussian());
    }
    return values;
  }

  private static byte[] encoded(DeltaCode code, float[] values) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      code.encode(values, RANGES, new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static float[] decoded(DeltaCode code, byte[] bytes) {
    float[] values = new float[3100];
    ByteBuffer in = ByteBuffer.wrap(bytes);
    code.decode(in, RANGES, values);
    assertThat(in.remaining()).isZero();
    return values;
  }

  private static float[] coarse(DeltaCode code, float[] values) {
    return decoded(code, encoded(code, values));
  }

  private static IntStream inRanges() {
    return RANGES.stream().flatMapToInt(range -> IntStream.range(range.begin(), range.end()));
  }

  /** Squared error as a share of the squared numbers. */
  private static double error(float[] values, float[] coarse) {
    double error = inRanges().mapToDouble(j -> Math.pow(coarse[j] - (double) values[j], 2)).sum();
    return error / inRanges().mapToDouble(j -> Math.pow(values[j], 2)).sum();
  }

  @ParameterizedTest
  @EnumSource(value = DeltaForm.class, mode = Mode.EXCLUDE, names = "NONE")
  void tellOfTheRangesAloneAndNoLongerThanTheySay(DeltaForm form) {
    DeltaCode code = form.code(0.1);
    for (int seed = 0; seed < 20; seed++) {
      float[] values = normal(seed);
      byte[] bytes = encoded(code, values);
      float[] coarse = decoded(code, bytes);
      assertThat(bytes).hasSizeLessThanOrEqualTo((int) code.mostBytes(2898, RANGES.size()));
      assertThat(coarse[2]).isZero();
      assertThat(coarse[1550]).isZero();
      assertThat(coarse[3000]).isZero();
      // What has been made coarse is as coarse as it gets.
      if (form != DeltaForm.TERNARY) {
        assertThat(coarse(code, coarse)).isEqualTo(coarse);
      }
    }
  }

  @Test
  void areAsNearAsTheirBitsAllow() {
    float[] values = normal(5);
    assertThat(error(values, coarse(DeltaForm.FP16.code(1), values))).isBetween(1e-9, 1e-6);
    assertThat(error(values, coarse(DeltaForm.INT8.code(1), values))).isBetween(1e-6, 1e-3);
    assertThat(error(values, coarse(DeltaForm.INT4.code(1), values))).isBetween(1e-3, 0.03);
    // Of normally distributed numbers the best three values leave 0.19.
    assertThat(error(values, coarse(DeltaForm.TERNARY.code(1), values))).isBetween(0.15, 0.21);
  }

  @Test
  void wholeNumbersAreRoundedToTheNearestOfTheirBlocksScale() {
    float[] values = new float[3100];
    values[3] = 7;
    values[4] = -7;
    values[5] = 0.51f;
    values[6] = -2.49f;
    values[7] = 0.5f;
    // In a block of its own.
    values[600] = 0.007f;
    values[601] = -0.0031f;
    float[] coarse = coarse(DeltaForm.INT4.code(1), values);
    assertThat(new float[] {coarse[3], coarse[4], coarse[5], coarse[6], coarse[7]})
        .containsExactly(7, -7, 1, -2, 0);
    assertThat(coarse[600]).isCloseTo(0.007f, within(1e-9f));
    assertThat(coarse[601]).isCloseTo(-0.003f, within(1e-9f));
  }

  @Test
  void threeValuesAreThoseOfTernaryWeightNetworks() {
    float[] values = new float[3100];
    // The mean magnitude of the block is 8 / 512: 1 and 3 are above 0.7 times that, 0.01 is not.
    values[3] = 1;
    values[4] = -3;
    values[5] = 4;
    values[6] = 0.01f;
    float[] coarse = coarse(DeltaForm.TERNARY.code(1), values);
    float scale = 8 / 3f;
    assertThat(new float[] {coarse[3], coarse[4], coarse[5], coarse[6]})
        .containsExactly(scale, -scale, scale, 0);
  }

  @Test
  void theLargestOfAllRangesTravelAndOfEqualOnesTheFirst() {
    float[] values = new float[3100];
    values[100] = -4;
    values[1500] = 2;
    values[1601] = -1;
    values[2500] = 1;
    values[2999] = 1;
    values[1] = 9;
    // Four of 2,898.
    float[] coarse = coarse(DeltaForm.TOP_K.code(4 / 2898.0), values);
    float[] expected = new float[3100];
    expected[100] = -4;
    expected[1500] = 2;
    expected[1601] = -1;
    expected[2500] = 1;
    assertThat(coarse).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(value = DeltaForm.class, mode = Mode.EXCLUDE, names = "NONE")
  void whatIsNoNumberIsSeen(DeltaForm form) {
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      float[] values = normal(1);
      values[1700] = bad;
      float[] coarse = coarse(form.code(0.01), values);
      assertThat(Float.isFinite(coarse[1700])).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(value = DeltaForm.class, mode = Mode.EXCLUDE, names = "NONE")
  void nothingAndNextToNothingAreHarmless(DeltaForm form) {
    DeltaCode code = form.code(0.5);
    assertThat(coarse(code, new float[3100])).containsOnly(0);
    float[] tiny = new float[3100];
    for (int j = 0; j < tiny.length; j += 2) {
      tiny[j] = Float.MIN_VALUE * (j % 3);
    }
    for (float value : coarse(code, tiny)) {
      assertThat(Math.abs(value)).isLessThan(1e-43f);
    }
  }

  @Test
  void whatIsLeftOutIsToldLater() {
    for (DeltaForm form : List.of(DeltaForm.INT4, DeltaForm.TERNARY, DeltaForm.TOP_K)) {
      DeltaCompressor compressor =
          new DeltaCompressor(3100, List.of(new Range(100, 3100)), form, 0.05);
      float[] residual = new float[3100];
      double[] told = new double[3100];
      double[] meant = new double[3100];
      for (int round = 0; round < 200; round++) {
        float[] delta = normal(7);
        for (int j = 0; j < delta.length; j++) {
          meant[j] += delta[j];
        }
        float[] heard = compressor.decompress(compressor.compress(delta, residual));
        for (int j = 0; j < heard.length; j++) {
          told[j] += heard[j];
        }
      }
      double error = 0;
      double all = 0;
      for (int j = 0; j < told.length; j++) {
        assertThat(told[j] + residual[j]).as("%s %d", form, j).isCloseTo(meant[j], within(1e-4));
        error += Math.pow(told[j] - meant[j], 2);
        all += Math.pow(meant[j], 2);
      }
      // Vectors before the matrix travel as they are.
      assertThat(told[50]).isEqualTo(meant[50]);
      assertThat(error / all).as(form.name()).isLessThan(0.01);
    }
  }
}
