package org.spiketrain.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.bytedeco.javacpp.FloatPointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spiketrain.model.kernel.Blas.Matrix;
import org.spiketrain.model.kernel.KernelThreads.Share;

class ProductPartsTest {
  private final Random random = new Random(3);

  /** Whichever columns it says are needed, with them the wanted ones are the whole's. */
  @ParameterizedTest
  @CsvSource({"64, 256, 1024", "37, 256, 1024", "50, 200, 600", "7, 100, 100", "128, 250, 250"})
  void columnsHaveTheBitsOfTheWhole(int m, int n, int k) {
    Matrix a = numbers(m, k);
    Matrix b = numbers(n, k);
    float[] whole = transposedRight(m, n, k, a, b);
    for (int parts = 2; parts <= 4; parts++) {
      for (NeuronRange range : NeuronRange.panel(1, n, 0, n).parts(parts)) {
        int to = range.first() + range.size();
        int[] columns = ProductParts.columnsOfTransposedRight(m, n, k, range.first(), to);
        assertThat(columns[0]).isBetween(0, range.first());
        assertThat(columns[1]).isBetween(to, n);
        int width = columns[1] - columns[0];
        Matrix some = new Matrix(b.pointer().getPointer((long) columns[0] * k), k);
        float[] part = transposedRight(m, width, k, a, some);
        for (int row = 0; row < m; row++) {
          for (int j = range.first(); j < to; j++) {
            assertThat(part[row * width + j - columns[0]]).isEqualTo(whole[row * n + j]);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"256, 1024, 448", "256, 1024, 33", "58, 700, 391", "100, 130, 2000"})
  void weightGradientsThatThreadsShareHaveTheBitsOfTheWhole(int m, int n, int k) {
    Matrix a = numbers(k, m);
    Matrix b = numbers(k, n);
    FloatPointer whole = new FloatPointer((long) m * n);
    Blas.multiplyTransposedLeft(m, n, k, a, b, 0f, new Matrix(whole, n));
    FloatPointer shared = new FloatPointer((long) m * n);
    for (int members = 2; members <= 4; members++) {
      for (int member = 0; member < members; member++) {
        new Share(member, members)
            .cut(
                m,
                ProductParts.ROWS,
                (from, to) -> ProductParts.keepsRowsOfTransposedLeft(m, n, from, to, k),
                (from, to) -> {
                  Matrix target = new Matrix(shared.getPointer((long) from * n), n);
                  Blas.multiplyTransposedLeft(to - from, n, k, a.right(from), b, 0f, target);
                });
      }
      assertThat(values(shared, m * n)).isEqualTo(values(whole, m * n));
    }
  }

  @Test
  void aWholeProductIsNotTried() {
    assertThat(ProductParts.columnsOfTransposedRight(3, 40, 1 << 30, 0, 40)).containsExactly(0, 40);
    assertThat(ProductParts.keepsRowsOfPlain(24, 1 << 30, 1 << 30, 0, 24)).isTrue();
  }

  private Matrix numbers(int rows, int columns) {
    float[] values = new float[rows * columns];
    for (int j = 0; j < values.length; j++) {
      values[j] = (float) random.nextGaussian();
    }
    return new Matrix(new FloatPointer(values), columns);
  }

  private static float[] transposedRight(int m, int n, int k, Matrix a, Matrix b) {
    FloatPointer product = new FloatPointer((long) m * n);
    Blas.multiplyTransposedRight(m, n, k, a, b, 0f, new Matrix(product, n));
    return values(product, m * n);
  }

  private static float[] values(FloatPointer pointer, int length) {
    float[] values = new float[length];
    pointer.get(values);
    return values;
  }
}
