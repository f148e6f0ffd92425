package org.spiketrain.model.zoo;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.spiketrain.model.array.NativeFloats;
import org.spiketrain.model.kernel.StageInput;
import org.spiketrain.model.layer.NetworkLayer;
import org.spiketrain.model.layer.NetworkLayer.Excitability;

/**
 * Brings the neurons of a network with random parameters to a firing rate, layer by layer, each on
 * what the one before it then puts out: as normalisation of each layer's outputs by a first
 * minibatch (Mishkin and Matas 2016, "All you need is a good init"), but of neurons that have
 * nothing to learn from while they are silent or never are.
 *
 * @param target mean of the outputs over examples and time steps, in (0, 1)
 */
public record InitialRates(double target) {
  /** Halvings of the interval that a value is looked for in. */
  private static final int HALVINGS = 16;

  /**
   * Sets the biases of the neurons, or their thresholds where these are learned.
   *
   * @param network its parameters are changed
   * @param examples what its first layer reads, at least one
   */
  public void set(MultiLayerNetwork network, List<StageInput> examples) {
    List<StageInput> inputs = examples;
    Layer[] layers = network.getLayers();
    for (int l = 0; l < layers.length - 1; l++) {
      Layer layer = layers[l];
      Optional<Excitability> knob = NetworkLayer.of(layer).excitability();
      if (knob.isPresent()) {
        find(layer, knob.get(), inputs);
      }
      inputs = outputs(layer, inputs).stream().map(StageInput::of).toList();
    }
  }

  /** All values of a parameter at once: what each neuron does depends on its own alone. */
  private void find(Layer layer, Excitability knob, List<StageInput> inputs) {
    INDArray parameter = layer.getParam(knob.parameter());
    float[] low = new float[(int) parameter.length()];
    float[] high = low.clone();
    Arrays.fill(low, (float) knob.low());
    Arrays.fill(high, (float) knob.high());
    float[] middle = low.clone();
    for (int n = 0; n < HALVINGS; n++) {
      for (int k = 0; k < middle.length; k++) {
        middle[k] = (low[k] + high[k]) / 2;
      }
      NativeFloats.set(parameter, middle);
      double[] rates = rates(outputs(layer, inputs), middle.length);
      for (int k = 0; k < middle.length; k++) {
        boolean fires = rates[k] > target;
        if (fires == knob.rises()) {
          high[k] = middle[k];
        } else {
          low[k] = middle[k];
        }
      }
    }
  }

  private static List<float[][]> outputs(Layer layer, List<StageInput> inputs) {
    return NetworkLayer.of(layer).inference(layer.paramTable()).runAll(inputs);
  }

  /** Mean outputs of the neurons that share a value, by the values. */
  private static double[] rates(List<float[][]> outputs, int groups) {
    double[] sums = new double[groups];
    long steps = 0;
    int width = 0;
    for (float[][] sequence : outputs) {
      steps += sequence.length;
      for (float[] step : sequence) {
        width = step.length;
        for (int j = 0; j < width; j++) {
          sums[j % groups] += step[j];
        }
      }
    }
    double each = (double) steps * width / groups;
    return Arrays.stream(sums).map(sum -> sum / each).toArray();
  }
}
