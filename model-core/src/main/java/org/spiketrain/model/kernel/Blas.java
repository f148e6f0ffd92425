package org.spiketrain.model.kernel;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;

/** Row-major single-precision matrix products of the OpenBLAS that ND4J brings. */
final class Blas {
  private Blas() {}

  /**
   * Takes OpenBLAS's own threads away, for the whole process: Spark runs as many tasks as there are
   * cores, and a product that spreads over all of them only makes them fight.
   */
  static void keepToCallingThread() {
    openblas.blas_set_num_threads(1);
  }

  /** {@code C[m, n] = A[m, k] B[k, n] + beta C}; {@code lda} is the row length of A. */
  static void multiply(
      int m, int n, int k, FloatPointer a, int lda, FloatPointer b, float beta, FloatPointer c) {
    if (m > 0) {
      openblas.cblas_sgemm(
          CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, k, 1f, a, lda, b, n, beta, c, n);
    }
  }

  /** {@code C[m, n] = A[k, m]^T B[k, n] + beta C}; {@code lda} is the row length of A. */
  static void multiplyTransposedLeft(
      int m, int n, int k, FloatPointer a, int lda, FloatPointer b, float beta, FloatPointer c) {
    openblas.cblas_sgemm(
        CblasRowMajor, CblasTrans, CblasNoTrans, m, n, k, 1f, a, lda, b, n, beta, c, n);
  }

  /** {@code C[m, n] = A[m, k] B[n, k]^T + beta C}; {@code ldc} is the row length of C. */
  static void multiplyTransposedRight(
      int m, int n, int k, FloatPointer a, FloatPointer b, float beta, FloatPointer c, int ldc) {
    if (m > 0) {
      openblas.cblas_sgemm(
          CblasRowMajor, CblasNoTrans, CblasTrans, m, n, k, 1f, a, k, b, k, beta, c, ldc);
    }
  }

  /**
   * {@code target[n] = B[n, k] a[k]}, one dot product a row: for one small vector quicker than
   * OpenBLAS's matrix-vector product (docs/FINDINGS.md).
   */
  static void dotRows(int n, int k, FloatPointer a, FloatPointer b, float[] target) {
    for (int row = 0; row < n; row++) {
      target[row] = openblas.cblas_sdot(k, b.getPointer((long) row * k), 1, a, 1);
    }
  }

  /** {@code y += factor x} over {@code n} floats. */
  static void addScaled(int n, float factor, FloatPointer x, FloatPointer y) {
    openblas.cblas_saxpy(n, factor, x, 1, y, 1);
  }
}
