package org.spiketrain.model.kernel;

/** Is shown what the neurons of a convolution give on at the places of a sentence. */
@FunctionalInterface
public interface PositionObserver {
  /**
   * The neurons of places that all do the same have made a step. A place is known by the position
   * of the first word that its filters read.
   *
   * @param from first of the places
   * @param to the place after the last one
   * @param step number of the time step, from 0
   * @param outputs [columns], each of the neurons of its column at those of the places where its
   *     filter fits; not to be changed
   */
  void observe(int from, int to, int step, float[] outputs);
}
