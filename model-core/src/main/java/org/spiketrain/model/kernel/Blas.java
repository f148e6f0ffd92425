package org.spiketrain.model.kernel;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;

/** Row-major single-precision matrix products of the OpenBLAS that ND4J brings. */
final class Blas {
  private Blas() {}

  /** A row-major matrix in off-heap memory whose rows start {@code stride} floats apart. */
  record Matrix(FloatPointer pointer, int stride) {
    /** The matrix without its leftmost columns. */
    Matrix right(int column) {
      return new Matrix(pointer.getPointer(column), stride);
    }
  }

  /**
   * Takes OpenBLAS's own threads away, for the whole process: Spark runs as many tasks as there are
   * cores, and a product that spreads over all of them only makes them fight.
   */
  static void keepToCallingThread() {
    openblas.blas_set_num_threads(1);
  }

  /** {@code C[m, n] = A[m, k] B[k, n] + beta C}. */
  static void multiply(int m, int n, int k, Matrix a, Matrix b, float beta, Matrix c) {
    product(CblasNoTrans, CblasNoTrans, m, n, k, a, b, beta, c);
  }

  /** {@code C[m, n] = A[k, m]^T B[k, n] + beta C}. */
  static void multiplyTransposedLeft(
      int m, int n, int k, Matrix a, Matrix b, float beta, Matrix c) {
    product(CblasTrans, CblasNoTrans, m, n, k, a, b, beta, c);
  }

  /** {@code C[m, n] = A[m, k] B[n, k]^T + beta C}. */
  static void multiplyTransposedRight(
      int m, int n, int k, Matrix a, Matrix b, float beta, Matrix c) {
    product(CblasNoTrans, CblasTrans, m, n, k, a, b, beta, c);
  }

  private static void product(
      int transposeA,
      int transposeB,
      int m,
      int n,
      int k,
      Matrix a,
      Matrix b,
      float beta,
      Matrix c) {
    if (m > 0) {
      openblas.cblas_sgemm(
          CblasRowMajor,
          transposeA,
          transposeB,
          m,
          n,
          k,
          1f,
          a.pointer,
          a.stride,
          b.pointer,
          b.stride,
          beta,
          c.pointer,
          c.stride);
    }
  }

  /**
   * {@code target[n] += B[n, k] a[k]}, one dot product a row: for one small vector quicker than
   * OpenBLAS's matrix-vector product (docs/FINDINGS.md).
   */
  static void addDotRows(int n, int k, FloatPointer a, FloatPointer b, float[] target) {
    for (int row = 0; row < n; row++) {
      target[row] += openblas.cblas_sdot(k, b.getPointer((long) row * k), 1, a, 1);
    }
  }
}
