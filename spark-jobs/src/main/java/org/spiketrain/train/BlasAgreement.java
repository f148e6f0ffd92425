package org.spiketrain.train;

import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.net.NetUtils;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spiketrain.data.io.ClusterProcessors;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.kernel.BlasKernel;

/**
 * Finds the one kernel of matrix products by which all workers of a training compute, so that its
 * parameters do not depend on which machine computes what, nor on where it is resumed.
 */
final class BlasAgreement {
  /** Setting by which a training takes the kernel that its machines have. */
  static final String AUTO = "auto";

  private static final Logger LOG = LoggerFactory.getLogger(BlasAgreement.class);

  private BlasAgreement() {}

  /** The kernel that an executor would take, or has. */
  record Told(String host, String kernel) implements Serializable {}

  /**
   * Returns the kernel for a training.
   *
   * @param workers number of workers: as many tasks ask executors, or one a core
   * @param wanted name of a kernel, or {@code auto}
   * @param before kernel of the training that is resumed; empty if there is none or it is not known
   * @throws UserErrorException if another one is wanted than before, or no one is common to all
   */
  static String of(JavaSparkContext context, int workers, String wanted, String before) {
    if (!before.isEmpty() && !wanted.equals(AUTO) && !wanted.equals(before)) {
      throw new UserErrorException(
          "The training was begun with the BLAS kernel %s, and training.blas-kernel is %s, by which it would end at other parameters: set it to auto or %s, or train again in another output.path"
              .formatted(before, wanted, before));
    }
    if (!before.isEmpty()) {
      LOG.info("The training goes on with the BLAS kernel {}, with which it was begun", before);
      return before;
    }
    if (!wanted.equals(AUTO)) {
      return wanted;
    }
    if (context.isLocal()) {
      return BlasKernel.loaded();
    }
    int tasks = Math.max(workers, ClusterProcessors.count(context.sc()));
    List<Told> expected = ask(context, tasks, BlasKernel::expected);
    return kernels(expected).size() > 1
        ? common(expected)
        // The name by which OpenBLAS itself calls it.
        : common(ask(context, tasks, BlasKernel::loaded));
  }

  /**
   * Has this process compute by a kernel; {@code auto} changes nothing.
   *
   * @throws UserErrorException if it cannot
   */
  static void take(String kernel) {
    if (!kernel.equals(AUTO)) {
      BlasKernel.choose(kernel);
    }
  }

  private static List<Told> ask(JavaSparkContext context, int tasks, Question question) {
    return context
        .parallelize(IntStream.range(0, tasks).boxed().toList(), tasks)
        .map(task -> new Told(NetUtils.getLocalHostname(), question.get()))
        .collect();
  }

  private interface Question extends Supplier<String>, Serializable {}

  private static Set<String> kernels(Collection<Told> all) {
    return all.stream().map(Told::kernel).collect(Collectors.toCollection(TreeSet::new));
  }

  /** The kernel for executors that told theirs; says where these are different. */
  static String common(Collection<Told> all) {
    Set<String> kernels = kernels(all);
    String hosts =
        kernels.stream()
            .map(
                kernel ->
                    "%s (%s)"
                        .formatted(
                            kernel,
                            all.stream()
                                .filter(told -> told.kernel.equals(kernel))
                                .map(Told::host)
                                .distinct()
                                .sorted()
                                .collect(Collectors.joining(", "))))
            .collect(Collectors.joining(" and "));
    String common =
        BlasKernel.common(kernels)
            .orElseThrow(
                () ->
                    new UserErrorException(
                        "The executors' processors have the BLAS kernels %s, and none that all of them can run: train on machines of one kind"
                            .formatted(hosts)));
    if (kernels.size() > 1) {
      LOG.warn(
          "The executors' processors have the BLAS kernels {}: all take {}, so that it does not matter which of them computes what",
          hosts,
          common);
    }
    return common;
  }
}
