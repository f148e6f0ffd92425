package org.spiketrain.job.train;

/**
 * How gradients become steps.
 *
 * @param name adam (fused), lazy-adam (skips what did not spike), or one of DL4J's: sgd, nesterovs,
 *     ada-grad, ada-delta, ada-max, ams-grad, nadam, rms-prop
 * @param learningRate peak learning rate, above 0
 * @param schedule how the learning rate moves
 * @param warmupShare share of all steps over which it rises from 0, in [0, 1)
 * @param beta1 decay of the gradient's mean (momentum for nesterovs), in [0, 1)
 * @param beta2 decay of the squared gradient's mean, in [0, 1)
 * @param epsilon added to denominators, above 0
 * @param weightDecay decoupled weight decay of the weights (not the biases), at least 0
 * @param gradientClip largest L2 norm of a layer's gradient; 0 for no limit
 */
public record UpdaterSettings(
    String name,
    double learningRate,
    Schedule schedule,
    double warmupShare,
    double beta1,
    double beta2,
    double epsilon,
    double weightDecay,
    double gradientClip) {

  /** How the learning rate moves over the training. */
  public enum Schedule {
    CONSTANT,
    COSINE,
    LINEAR
  }
}
