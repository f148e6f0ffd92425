package org.spiketrain.model.layer;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.spiketrain.model.array.NativeFloats;
import org.spiketrain.model.kernel.SentenceConvolution;

/** What becomes of the gradients of filters before they are used. */
final class FilterGradients {
  private FilterGradients() {}

  /**
   * Takes off each filter's mean gradient, over all of its weights.
   *
   * @param table gradients by the names of a {@link SpikingConvolution}'s parameters
   */
  static void centre(SentenceConvolution size, Map<String, INDArray> table) {
    float[][] gradients = new float[size.widest()][];
    double[] sums = new double[size.columns()];
    for (int offset = 0; offset < gradients.length; offset++) {
      gradients[offset] = NativeFloats.copy(table.get(SpikingConvolution.weights(offset)));
      int first = size.firstColumn(offset);
      int columns = size.columnsAt(offset);
      for (int k = 0; k < gradients[offset].length; k++) {
        sums[first + k % columns] += gradients[offset][k];
      }
    }
    for (int offset = 0; offset < gradients.length; offset++) {
      int first = size.firstColumn(offset);
      int columns = size.columnsAt(offset);
      for (int k = 0; k < gradients[offset].length; k++) {
        int column = first + k % columns;
        double weights = (double) size.width(column) * size.dimensions();
        gradients[offset][k] -= (float) (sums[column] / weights);
      }
      NativeFloats.set(table.get(SpikingConvolution.weights(offset)), gradients[offset]);
    }
  }
}
