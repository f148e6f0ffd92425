package org.spiketrain.model.convert;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.array.NativeFloats;
import org.spiketrain.model.kernel.InferenceConvolution;
import org.spiketrain.model.kernel.SentenceConvolution;
import org.spiketrain.model.layer.ConvolutionWeights;
import org.spiketrain.model.layer.NetworkLayer;
import org.spiketrain.model.zoo.SpikingClassifier;

/**
 * The tailored text CNN of Lv, Xu and Zheng (2023): a convolution with rectifiers, their mean over
 * the sentence, a linear layer.
 */
public final class ArtificialNetwork {
  private final MultiLayerNetwork network;
  private final ConvertibleLayers layers;

  /**
   * @param network the trained network
   * @throws UserErrorException if it has other layers
   */
  public ArtificialNetwork(MultiLayerNetwork network) {
    this.layers = ConvertibleLayers.of(network).artificial();
    this.network = network;
  }

  SentenceConvolution size() {
    return layers.size();
  }

  ConvertibleLayers layers() {
    return layers;
  }

  InferenceConvolution filters() {
    Layer first = network.getLayer(0);
    return NetworkLayer.of(first).convolution(first.paramTable()).orElseThrow();
  }

  SpikingClassifier classifier() {
    return new SpikingClassifier(network);
  }

  /** Weights of the filters at an offset, [dimensions, columns at it]. */
  float[] filterWeights(int offset) {
    return parameter(0, ConvolutionWeights.weights(offset));
  }

  /** Bias of the filters, [columns]. */
  float[] filterBias() {
    return parameter(0, ConvolutionWeights.BIAS);
  }

  /** Weights of the linear layer, [columns, classes]. */
  float[] classWeights() {
    return parameter(1, "W");
  }

  /** Bias of the linear layer, [classes]. */
  float[] classBias() {
    return parameter(1, "b");
  }

  private float[] parameter(int layer, String name) {
    return NativeFloats.copy(network.getLayer(layer).getParam(name));
  }

  /**
   * Ranges that no sentence can exceed, from the weights alone (model-based normalisation, Diehl et
   * al. 2015): inputs are rates of at most 1.
   */
  public ActivationRanges boundedRanges() {
    double filters = 0;
    for (int column = 0; column < size().columns(); column++) {
      filters = Math.max(filters, largestCurrent(column));
    }
    double score = Float.MIN_NORMAL;
    double lowest = 0;
    float[] weights = classWeights();
    float[] bias = classBias();
    for (int c = 0; c < bias.length; c++) {
      double high = bias[c];
      double low = bias[c];
      for (int column = 0; column < size().columns(); column++) {
        double weight = weights[column * bias.length + c];
        high += Math.max(0, weight) * filters;
        low += Math.min(0, weight) * filters;
      }
      score = Math.max(score, high);
      lowest = Math.min(lowest, low);
    }
    double range = Math.max(filters, Float.MIN_NORMAL);
    return new ActivationRanges(range, range, 0, Math.max(score, -lowest));
  }

  private double largestCurrent(int column) {
    double sum = filterBias()[column];
    for (int offset = 0; offset < size().width(column); offset++) {
      float[] weights = filterWeights(offset);
      int columns = size().columnsAt(offset);
      for (int d = 0; d < size().dimensions(); d++) {
        sum += Math.max(0, weights[d * columns + column - size().firstColumn(offset)]);
      }
    }
    return sum;
  }
}
