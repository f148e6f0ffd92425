package org.spiketrain.model.kernel;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.javacpp.FloatPointer;
import org.spiketrain.model.kernel.Blas.Matrix;

/**
 * Parts of a matrix product that have the bits that the whole gives them, so that threads may share
 * it. OpenBLAS adds up in another order at some edges of a matrix (docs/FINDINGS.md): rows that are
 * cut at multiples of {@link #ROWS} keep theirs, columns do where {@link #COLUMNS} more are
 * computed on either side and thrown away. That is not taken on trust: each shape is tried once in
 * a process, and a product whose parts come out otherwise is not cut.
 */
final class ProductParts {
  /** A multiple of the rows that OpenBLAS's kernels take at a time. */
  static final int ROWS = 12;

  /** A multiple of their columns. */
  static final int COLUMNS = 16;

  /** Sums of many lengths are tried by these: short, and longer than OpenBLAS adds up at a time. */
  private static final int[] LENGTHS = {5, 130, 700};

  /**
   * Of up to a million products OpenBLAS makes matrix products another way where it has AVX-512: a
   * part must not be small where the whole is not.
   */
  private static final long SMALL = 1L << 20;

  private static final Map<Part, Boolean> TRIED = new ConcurrentHashMap<>();

  private enum Form {
    PLAIN,
    TRANSPOSED_LEFT,
    TRANSPOSED_RIGHT
  }

  /** Rows or columns of a product [m, n] of sums of {@code k}, and how many it is cut for. */
  private record Part(Form form, int m, int n, int k, int from, int to) {}

  private ProductParts() {}

  /**
   * Whether the rows from {@code from} to {@code to} of {@code A^T B}, [m, n], may be computed by
   * themselves, where the sums are {@code shortest} long or longer.
   */
  static boolean keepsRowsOfTransposedLeft(int m, int n, int from, int to, int shortest) {
    if (to - from == m) {
      return true;
    }
    if ((long) (to - from) * n * shortest <= SMALL) {
      return false;
    }
    for (int k : LENGTHS) {
      if (!keepsRows(new Part(Form.TRANSPOSED_LEFT, m, n, k, from, to))) {
        return false;
      }
    }
    return true;
  }

  /** The same of {@code A B}, [m, n], with sums of {@code k}. */
  static boolean keepsRowsOfPlain(int m, int n, int k, int from, int to) {
    return keepsRows(new Part(Form.PLAIN, m, n, k, from, to));
  }

  private static boolean keepsRows(Part part) {
    return part.to - part.from == part.m || TRIED.computeIfAbsent(part, ProductParts::tryRows);
  }

  /**
   * The columns to compute of {@code A B^T}, [m, n], where those from {@code from} to {@code to}
   * are wanted: the first, and the one behind the last.
   */
  static int[] columnsOfTransposedRight(int m, int n, int k, int from, int to) {
    int first = Math.max(0, (from / COLUMNS - 1) * COLUMNS);
    int end = Math.min(n, ((to + COLUMNS - 1) / COLUMNS + 1) * COLUMNS);
    Part part = new Part(Form.TRANSPOSED_RIGHT, m, n, k, from, to);
    boolean keeps =
        (first == 0 && end == n)
            || TRIED.computeIfAbsent(part, wanted -> tryColumns(wanted, first, end));
    return keeps ? new int[] {first, end} : new int[] {0, n};
  }

  private static boolean tryRows(Part part) {
    int m = part.m;
    int n = part.n;
    int k = part.k;
    boolean transposed = part.form == Form.TRANSPOSED_LEFT;
    try (FloatPointer a = numbers((long) m * k, 1);
        FloatPointer b = numbers((long) k * n, 2);
        FloatPointer whole = new FloatPointer((long) m * n);
        FloatPointer some = new FloatPointer((long) m * n)) {
      int rows = part.to - part.from;
      Matrix target = new Matrix(some, n);
      if (transposed) {
        Blas.multiplyTransposedLeft(
            m, n, k, new Matrix(a, m), new Matrix(b, n), 0f, new Matrix(whole, n));
        Matrix left = new Matrix(a.getPointer(part.from), m);
        Blas.multiplyTransposedLeft(rows, n, k, left, new Matrix(b, n), 0f, target);
      } else {
        Blas.multiply(m, n, k, new Matrix(a, k), new Matrix(b, n), 0f, new Matrix(whole, n));
        Matrix left = new Matrix(a.getPointer((long) part.from * k), k);
        Blas.multiply(rows, n, k, left, new Matrix(b, n), 0f, target);
      }
      return same(whole.getPointer((long) part.from * n), some, rows * n);
    }
  }

  private static boolean tryColumns(Part part, int first, int end) {
    int m = part.m;
    int n = part.n;
    int k = part.k;
    int width = end - first;
    try (FloatPointer a = numbers((long) m * k, 1);
        FloatPointer b = numbers((long) n * k, 2);
        FloatPointer whole = new FloatPointer((long) m * n);
        FloatPointer some = new FloatPointer((long) m * width)) {
      Matrix left = new Matrix(a, k);
      Blas.multiplyTransposedRight(m, n, k, left, new Matrix(b, k), 0f, new Matrix(whole, n));
      Matrix right = new Matrix(b.getPointer((long) first * k), k);
      Blas.multiplyTransposedRight(m, width, k, left, right, 0f, new Matrix(some, width));
      for (int row = 0; row < m; row++) {
        FloatPointer wanted = whole.getPointer((long) row * n + part.from);
        FloatPointer got = some.getPointer((long) row * width + part.from - first);
        if (!same(wanted, got, part.to - part.from)) {
          return false;
        }
      }
      return true;
    }
  }

  /** Of so different magnitudes that sums in another order hardly ever come out alike. */
  private static FloatPointer numbers(long count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[(int) count];
    for (int j = 0; j < values.length; j++) {
      long bits = random.nextLong();
      values[j] = Math.scalb((float) (bits >> 40), (int) (bits & 7) - 20);
    }
    return new FloatPointer(values);
  }

  private static boolean same(FloatPointer one, FloatPointer other, int length) {
    float[] a = new float[length];
    float[] b = new float[length];
    one.get(a, 0, length);
    other.get(b, 0, length);
    return Arrays.equals(a, b);
  }
}
