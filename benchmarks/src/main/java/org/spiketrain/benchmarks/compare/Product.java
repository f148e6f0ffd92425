package org.spiketrain.benchmarks.compare;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;

/**
 * A row-major matrix product {@code C[m, n] = A B} over {@code k}, done a number of times, each
 * time with the next A and C of a sequence and the same B.
 *
 * @param form which factor lies transposed in memory
 * @param m rows of C
 * @param n columns of C
 * @param k terms of each sum
 * @param times how often
 */
record Product(Form form, int m, int n, int k, int times) {
  /** Form of the product: the factor that lies transposed in memory. */
  enum Form {
    /** A[m, k] B[k, n]. */
    PLAIN,
    /** A[k, m]^T B[k, n], as for gradients by weights. */
    LEFT_TRANSPOSED,
    /** A[m, k] B[n, k]^T, as for gradients by inputs. */
    RIGHT_TRANSPOSED
  }

  long leftSize() {
    return (long) times * m * k;
  }

  long rightSize() {
    return (long) n * k;
  }

  long resultSize() {
    return (long) times * m * n;
  }

  /** Multiplications and additions. */
  long operations() {
    return 2L * times * m * n * k;
  }

  void compute(FloatPointer left, FloatPointer right, FloatPointer result) {
    int leftForm = form == Form.LEFT_TRANSPOSED ? CblasTrans : CblasNoTrans;
    int rightForm = form == Form.RIGHT_TRANSPOSED ? CblasTrans : CblasNoTrans;
    int lda = form == Form.LEFT_TRANSPOSED ? m : k;
    int ldb = form == Form.RIGHT_TRANSPOSED ? k : n;
    for (int t = 0; t < times; t++) {
      FloatPointer a = left.getPointer((long) t * m * k);
      FloatPointer c = result.getPointer((long) t * m * n);
      openblas.cblas_sgemm(
          CblasRowMajor, leftForm, rightForm, m, n, k, 1f, a, lda, right, ldb, 0f, c, n);
    }
  }
}
