package org.spiketrain.model.kernel;

import org.spiketrain.model.api.NeuronCell;

/** Looks at single neurons of a {@link ConvolutionKernel} after its last forward pass. */
final class ConvolutionProbe {
  private final ConvolutionCurrents currents;
  private final NeuronCell cell;
  private final SentenceConvolution size;
  private final SequenceShape shape;
  private final SentenceRows rows;

  ConvolutionProbe(ConvolutionCurrents currents, NeuronCell cell) {
    this.currents = currents;
    this.cell = cell;
    this.size = currents.size();
    this.shape = currents.shape();
    this.rows = currents.rows();
  }

  /**
   * The largest positive current of each column at any position and time step of the last forward
   * pass.
   *
   * @return [columns], 0 where none is positive
   */
  float[] largest(ConvolutionParameters parameters) {
    float[] bias = currents.bias(parameters.bias());
    float[] largest = new float[size.columns()];
    float[] z = new float[size.columns()];
    for (int b = 0; b < shape.batch(); b++) {
      for (int p = 0; p < rows.words(b); p++) {
        for (int t = 0; t < shape.timeSteps(); t++) {
          currents.currentsAt(b, p, bias).row(t, z);
          keepLargest(z, size.columnsFitting(p), largest);
        }
      }
      if (currents.placesBeyond(b)[0] > 0) {
        keepLargest(bias, size.columnsFitting(rows.words(b)), largest);
      }
    }
    return largest;
  }

  /**
   * Shows what the neurons output at every position of an example: position by position, those in
   * the padding as one, since they all do the same.
   */
  void show(int b, ConvolutionParameters parameters, PositionObserver observer) {
    float[] bias = currents.bias(parameters.bias());
    NeuronUnroll walk = new NeuronUnroll(cell, size.columns(), parameters.neuron());
    int steps = shape.timeSteps();
    int places = size.positions(0);
    int words = Math.min(rows.words(b), places);
    for (int p = 0; p < words; p++) {
      int place = p;
      walk.forward(
          steps,
          currents.currentsAt(b, p, bias),
          (t, outputs) -> observer.observe(place, place + 1, t, outputs));
    }
    if (words < places) {
      walk.forward(
          steps,
          ConvolutionCurrents.constant(bias),
          (t, outputs) -> observer.observe(words, places, t, outputs));
    }
  }

  private static void keepLargest(float[] values, int n, float[] largest) {
    for (int j = 0; j < n; j++) {
      largest[j] = Math.max(largest[j], values[j]);
    }
  }
}
