package org.spiketrain.benchmarks.compare;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToLongFunction;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;
import org.spiketrain.benchmarks.Floats;

/**
 * A network's dense matrix products and nothing else, by OpenBLAS with threads of its own: no step
 * that does them all can be faster.
 */
public final class ProductFloor implements Step {
  private final List<Product> products;
  private final int batch;
  private final FloatPointer left;
  private final FloatPointer right;
  private final FloatPointer result;

  /**
   * @param work threads and batch
   * @param products what to compute
   */
  public ProductFloor(Work work, List<Product> products) {
    this.products = products;
    this.batch = work.batch();
    SplittableRandom random = new SplittableRandom(0);
    left = Floats.uniform(largest(Product::leftSize), 1f, random);
    right = Floats.uniform(largest(Product::rightSize), 1f, random);
    result = Floats.zeros(largest(Product::resultSize));
    openblas.blas_set_num_threads(work.threads());
  }

  private int largest(ToLongFunction<Product> size) {
    return Math.toIntExact(products.stream().mapToLong(size).max().orElseThrow());
  }

  @Override
  public int run(int count) {
    for (Product product : products) {
      product.compute(left, right, result);
    }
    return batch;
  }
}
