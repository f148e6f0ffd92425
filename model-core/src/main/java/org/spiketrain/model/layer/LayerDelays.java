package org.spiketrain.model.layer;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.spiketrain.model.frames.InputCoding;
import org.spiketrain.model.kernel.InputDelays;
import org.spiketrain.model.kernel.NativeRows;
import org.spiketrain.model.kernel.SequenceShape;

/**
 * The delays of a layer's input channels, if it has any. Without them the input passes through; if
 * it is events and the layer wants to normalise their product, it is spread out with no delay.
 */
final class LayerDelays {
  private final UnitNeurons channels;
  private final InputDelays delays;
  private final float[] none;
  private final boolean learned;
  private final boolean present;
  private final InputCoding coding;

  LayerDelays(SequenceLayer layer) {
    boolean spreadsOut = layer.isNormalised() && layer.getInputCoding() == InputCoding.EVENTS;
    learned = layer.getLongestDelay() > 0;
    present = learned || spreadsOut;
    int inputs = present ? (int) layer.getNIn() : 0;
    channels = new UnitNeurons(layer.channelParameters(), "", inputs);
    none = new float[inputs];
    delays = new InputDelays(inputs, layer.getLongestDelay(), layer.getInputCoding());
    coding = present ? InputCoding.DENSE : layer.getInputCoding();
  }

  /** Whether what reaches the neurons depends on earlier input. */
  boolean areLearned() {
    return learned;
  }

  /** How the input is laid out behind the delays. */
  InputCoding coding() {
    return coding;
  }

  /** The input as the neurons get it. */
  NativeRows forward(SequenceShape shape, NativeRows x, Map<String, INDArray> parameters) {
    if (!present) {
      return x;
    }
    return delays.forward(shape, x, learned ? channels.values(parameters).get(0) : none);
  }

  /**
   * Where the kernels add up the gradient by what {@link #forward} gave.
   *
   * @param gradX the same by the layer's input
   */
  NativeRows gradient(NativeRows gradX) {
    return learned ? delays.gradient() : gradX;
  }

  /** Goes on from there to the gradients by the input and by the delays. */
  void backward(
      NativeRows gradX, Map<String, INDArray> parameters, Map<String, INDArray> gradients) {
    if (learned) {
      delays.backward(gradX, channels.gradients().get(0));
      channels.store(parameters, gradients);
    }
  }
}
