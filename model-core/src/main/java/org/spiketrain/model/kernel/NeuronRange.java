package org.spiketrain.model.kernel;

import java.util.List;
import java.util.stream.IntStream;

/**
 * {@code size} of a layer's {@code neurons} from {@code first} on, of so many gates; they are some
 * or all of a panel, the {@code panelSize} neurons from {@code panelFirst} on whose numbers lie
 * together, gate by gate.
 */
record NeuronRange(int gates, int neurons, int first, int size, int panelFirst, int panelSize) {
  /** A whole panel. */
  static NeuronRange panel(int gates, int neurons, int first, int size) {
    return new NeuronRange(gates, neurons, first, size, first, size);
  }

  /** So many parts of about the same size, in order. */
  List<NeuronRange> parts(int parts) {
    return IntStream.range(0, parts)
        .mapToObj(k -> from((int) ((long) size * k / parts), (int) ((long) size * (k + 1) / parts)))
        .toList();
  }

  private NeuronRange from(int begin, int end) {
    return new NeuronRange(gates, neurons, first + begin, end - begin, panelFirst, panelSize);
  }

  /** Floats of a row of these neurons, their gates side by side. */
  int width() {
    return gates * size;
  }

  /** The same of the panel. */
  int panelWidth() {
    return gates * panelSize;
  }

  boolean isWholeLayer() {
    return size == neurons;
  }

  /** Index of a gate's first value of these neurons in a matrix [rows, gates * neurons]. */
  long inLayer(int row, int gate) {
    return ((long) row * gates + gate) * neurons + first;
  }

  /** Index of the same in a matrix [rows, gates * panelSize]. */
  long inPanel(int row, int gate) {
    return ((long) row * gates + gate) * panelSize + first - panelFirst;
  }
}
