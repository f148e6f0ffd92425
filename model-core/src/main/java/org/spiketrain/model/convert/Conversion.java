package org.spiketrain.model.convert;

import java.util.Arrays;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.layer.ConvolutionWeights;
import org.spiketrain.model.layer.NetworkLayer;

/**
 * Turns a trained text CNN, an ANN, into its spiking twin: the firing rate of a neuron stands for
 * an activation divided by its range (Cao, Chen and Khosla 2015; Diehl et al. 2015).
 *
 * <p>Filters and their biases are divided by the range of the convolution and multiplied by their
 * neurons' threshold. A neuron behind the mean integrates firing rates; where its threshold is
 * learned it is set so that the largest mean makes it fire at every step, else it stays as it is.
 * The weights of the classes take up what the rates are measured in by then, and the scores are
 * divided by their range. Where a class has several neurons all get the class's weights, but fire
 * one after the other: over all time steps their biases add up, where their potentials do not
 * decay, to evenly spread parts of a threshold, with a mean of 0. Together they then represent a
 * rate by as many more spikes, and learn different things; alike they would stay one neuron.
 */
public final class Conversion {
  private static final String THRESHOLD = "threshold";

  private Conversion() {}

  /**
   * Sets the parameters of a spiking network.
   *
   * @param artificial the trained network
   * @param ranges of its activations
   * @param spiking network with the same filters; its parameters are overwritten
   * @param timeSteps over which its spikes will be counted, at least 1
   * @throws UserErrorException if the networks do not fit together
   */
  public static void convert(
      ArtificialNetwork artificial,
      ActivationRanges ranges,
      MultiLayerNetwork spiking,
      int timeSteps) {
    var unused = ConvertibleLayers.of(spiking).spikingTwinOf(artificial.layers());
    Layer[] layers = spiking.getLayers();
    double scale = threshold(layers[0]) / ranges.convolution();
    for (int offset = 0; offset < artificial.size().widest(); offset++) {
      ParameterValues.set(
          layers[0],
          ConvolutionWeights.weights(offset),
          scaled(artificial.filterWeights(offset), scale, 0));
    }
    ParameterValues.set(
        layers[0], ConvolutionWeights.BIAS, scaled(artificial.filterBias(), scale, 0));
    double unit = ranges.convolution() * pooledThreshold(layers[1], ranges);
    int classes = artificial.classBias().length;
    int outputs = NetworkLayer.of(layers[2]).outputWidth();
    double threshold = threshold(layers[2]);
    double score = ranges.score() / threshold;
    ParameterValues.set(
        layers[2],
        "W",
        spread(scaled(artificial.classWeights(), unit / score, 0), classes, outputs));
    float[] bias =
        spread(scaled(artificial.classBias(), 1 / score, ranges.shift() / score), classes, outputs);
    stagger(bias, outputs / classes, threshold / timeSteps);
    ParameterValues.set(layers[2], "b", bias);
  }

  /** Moves the biases of each class's neurons to evenly spread parts of a step, around 0. */
  private static void stagger(float[] bias, int each, double step) {
    for (int k = 0; k < bias.length; k++) {
      bias[k] += (float) (step * ((k % each + 0.5) / each - 0.5));
    }
  }

  /** The threshold of the pooled neurons, in firing rates; set first where it is learned. */
  private static double pooledThreshold(Layer pooled, ActivationRanges ranges) {
    Map<String, INDArray> parameters = pooled.paramTable();
    if (parameters.containsKey(THRESHOLD)) {
      float[] thresholds = new float[(int) parameters.get(THRESHOLD).length()];
      Arrays.fill(thresholds, (float) (ranges.pooled() / ranges.convolution()));
      ParameterValues.set(pooled, THRESHOLD, thresholds);
    }
    return threshold(pooled);
  }

  private static double threshold(Layer layer) {
    return NetworkLayer.of(layer).meanThreshold(layer.paramTable());
  }

  private static float[] scaled(float[] values, double factor, double more) {
    float[] scaled = new float[values.length];
    for (int k = 0; k < values.length; k++) {
      scaled[k] = (float) (values[k] * factor + more);
    }
    return scaled;
  }

  /** Gives each of the neurons of a class the class's column. */
  private static float[] spread(float[] matrix, int classes, int outputs) {
    int each = outputs / classes;
    float[] spread = new float[matrix.length * each];
    for (int k = 0; k < spread.length; k++) {
      int row = k / outputs;
      spread[k] = matrix[row * classes + k % outputs / each];
    }
    return spread;
  }
}
