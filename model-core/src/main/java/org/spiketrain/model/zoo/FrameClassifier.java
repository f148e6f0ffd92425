package org.spiketrain.model.zoo;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.metrics.ActivityCounts.SpikingLayer;

/**
 * Anything that gives each example a probability for each class. Safe for use by several threads,
 * and an example's answer does not depend on those beside it: it is broadcast to the executors
 * once, and all tasks there share it.
 */
@FunctionalInterface
public interface FrameClassifier extends Serializable {
  /** Observer of the outputs of a network's layers while it answers. */
  @FunctionalInterface
  interface LayerObserver {
    /** Looks at nothing. */
    LayerObserver NOBODY = (layer, output) -> {};

    /**
     * A layer has run over an example.
     *
     * @param layer its number, from 0
     * @param output [time][width]; the network goes on with it, so it is not to be changed
     */
    void observe(int layer, float[][] output);
  }

  /**
   * Class probabilities of some examples.
   *
   * @param examples frames with the number of channels that the classifier was made for, any number
   *     of time steps from 1
   * @return [examples][classes], each row summing to 1
   */
  float[][] probabilities(List<SpikeFrames> examples);

  /**
   * Logarithms of the class probabilities of one example, [classes], at most 0: exact also where
   * the probabilities are so near to 0 and 1 that they are rounded to them, if the classifier knows
   * better than they.
   */
  default double[] logProbabilitiesOf(SpikeFrames example) {
    float[] probabilities = probabilitiesOf(example);
    double[] logarithms = new double[probabilities.length];
    Arrays.setAll(logarithms, c -> Math.log(probabilities[c]));
    return logarithms;
  }

  /** Class probabilities of one example, summing to 1. */
  default float[] probabilitiesOf(SpikeFrames example) {
    return probabilities(List.of(example))[0];
  }

  /**
   * Class probabilities of one example, summing to 1; the observer is shown the output of every
   * layer, where there are layers.
   */
  default float[] probabilitiesOf(SpikeFrames example, LayerObserver observer) {
    return probabilitiesOf(example);
  }

  /** Whether it answers step by step; where not, {@link #probabilitiesOverTime} is empty. */
  default boolean answersOverTime() {
    return false;
  }

  /**
   * Class probabilities of one example after each of its time steps, [time][classes], in one pass;
   * the last are {@link #probabilitiesOf}. Empty where the classifier does not answer step by step.
   */
  default float[][] probabilitiesOverTime(SpikeFrames example, LayerObserver observer) {
    return new float[0][];
  }

  /** The layers that give spikes on, from first to last. */
  default List<SpikingLayer> spikingLayers() {
    return List.of();
  }
}
