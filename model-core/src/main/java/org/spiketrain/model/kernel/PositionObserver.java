package org.spiketrain.model.kernel;

/** Observer of what the neurons of a convolution output at the positions of a sentence. */
@FunctionalInterface
public interface PositionObserver {
  /**
   * The neurons at positions that all do the same have made a step. A position is that of the first
   * word that its filters read.
   *
   * @param from first of the positions
   * @param to the position after the last one
   * @param step number of the time step, from 0
   * @param outputs [columns], each of the neurons of its column at those of the positions where its
   *     filter fits; not to be changed
   */
  void observe(int from, int to, int step, float[] outputs);
}
