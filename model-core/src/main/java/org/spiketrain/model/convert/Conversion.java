package org.spiketrain.model.convert;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.spiketrain.model.UserErrorException;
import org.spiketrain.model.array.NativeFloats;
import org.spiketrain.model.encode.Encoders;
import org.spiketrain.model.encode.SentenceInput;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.kernel.InferenceConvolution;
import org.spiketrain.model.kernel.SentenceConvolution;
import org.spiketrain.model.kernel.StageInput;
import org.spiketrain.model.layer.NetworkLayer;
import org.spiketrain.model.layer.SpikingConvolution;
import org.spiketrain.model.zoo.SpikingClassifier;

/**
 * Turns a trained ANN, the tailored text CNN of Lv, Xu and Zheng (2023: a convolution with
 * rectifiers, their mean over the sentence, a linear layer), into its spiking twin: the firing rate
 * of a neuron stands for an activation divided by its range (Cao, Chen and Khosla 2015; Diehl et
 * al. 2015).
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

  private final MultiLayerNetwork network;
  private final ConvertibleLayers layers;
  private final SentenceConvolution size;

  /**
   * @param artificial the trained ANN
   * @throws UserErrorException if it has other layers
   */
  public Conversion(MultiLayerNetwork artificial) {
    layers = ConvertibleLayers.of(artificial).artificial();
    size = layers.size();
    network = artificial;
  }

  /**
   * Largest activations of an ANN for sentences: what its spiking twin's firing rates are measured
   * in.
   *
   * @param convolution largest output of the rectifiers behind the filters
   * @param pooled largest mean of them over a sentence
   * @param shift what is added to the scores of all classes, so that those that win are positive; a
   *     neuron cannot fire less than not at all
   * @param score largest score of a class, with the shift
   */
  public record ActivationRanges(double convolution, double pooled, double shift, double score) {
    /** Nothing is measured: weights and biases go over as they are. */
    public static final ActivationRanges NONE = new ActivationRanges(1, 1, 0, 1);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if one of them is not positive
     */
    public ActivationRanges {
      if (!(convolution > 0 && pooled > 0 && score > 0 && shift >= 0)) {
        throw new IllegalArgumentException(
            "Expected positive ranges and no negative shift, but got %s, %s, %s and %s"
                .formatted(convolution, pooled, score, shift));
      }
    }
  }

  /**
   * Ranges measured on sentences (data-based normalisation, Diehl et al. 2015, "Fast-classifying,
   * high-accuracy spiking deep networks through weight and threshold balancing"), with a quantile
   * instead of the maximum, which a single odd sentence would decide (Rueckauer et al. 2017,
   * "Conversion of continuous-valued deep networks to efficient event-driven networks").
   *
   * @param input how words become its input; read as rates
   * @param sentences one-hot frames of the vocabulary, at least one
   * @param quantile fraction of the sentences whose largest activation is within the range, in (0,
   *     1]
   */
  public ActivationRanges measuredRanges(
      SentenceInput input, List<SpikeFrames> sentences, double quantile) {
    SentenceInput rates = input.coded(new Encoders.Direct(), 1);
    Layer first = network.getLayer(0);
    InferenceConvolution filters =
        NetworkLayer.of(first).convolution(first.paramTable()).orElseThrow();
    SpikingClassifier whole = new SpikingClassifier(network);
    List<Float> convolution = new ArrayList<>();
    List<Float> pooled = new ArrayList<>();
    List<Float> score = new ArrayList<>();
    for (SpikeFrames sentence : sentences) {
      float[][] sequence = rates.draw(sentence.firstChannels());
      convolution.add(largest(filters.largest(StageInput.of(sequence))));
      whole.outputs(
          sequence, (layer, output) -> (layer == 0 ? pooled : score).add(largest(output[0])));
    }
    double shift = Math.max(0, -quantile(score, 1 - quantile));
    return new ActivationRanges(
        positive(quantile(convolution, quantile)),
        positive(quantile(pooled, quantile)),
        shift,
        positive(quantile(score, quantile) + shift));
  }

  private static float largest(float[] values) {
    float largest = Float.NEGATIVE_INFINITY;
    for (float value : values) {
      largest = Math.max(largest, value);
    }
    return largest;
  }

  private static double positive(double range) {
    return Math.max(range, Float.MIN_NORMAL);
  }

  private static double quantile(List<Float> values, double share) {
    return values.stream().sorted().toList().get((int) Math.round(share * (values.size() - 1)));
  }

  /**
   * Ranges that no sentence can exceed, from the weights alone (model-based normalisation, Diehl et
   * al. 2015): inputs are rates of at most 1.
   */
  public ActivationRanges boundedRanges() {
    double filters = 0;
    for (int column = 0; column < size.columns(); column++) {
      filters = Math.max(filters, largestCurrent(column));
    }
    double score = Float.MIN_NORMAL;
    double lowest = 0;
    float[] weights = parameter(1, "W");
    float[] bias = parameter(1, "b");
    for (int c = 0; c < bias.length; c++) {
      double high = bias[c];
      double low = bias[c];
      for (int column = 0; column < size.columns(); column++) {
        double weight = weights[column * bias.length + c];
        high += Math.max(0, weight) * filters;
        low += Math.min(0, weight) * filters;
      }
      score = Math.max(score, high);
      lowest = Math.min(lowest, low);
    }
    double range = positive(filters);
    return new ActivationRanges(range, range, 0, Math.max(score, -lowest));
  }

  private double largestCurrent(int column) {
    double sum = parameter(0, SpikingConvolution.BIAS)[column];
    for (int offset = 0; offset < size.width(column); offset++) {
      float[] weights = parameter(0, SpikingConvolution.weights(offset));
      int columns = size.columnsAt(offset);
      for (int d = 0; d < size.dimensions(); d++) {
        sum += Math.max(0, weights[d * columns + column - size.firstColumn(offset)]);
      }
    }
    return sum;
  }

  private float[] parameter(int layer, String name) {
    return NativeFloats.copy(network.getLayer(layer).getParam(name));
  }

  /**
   * Sets the parameters of a spiking network.
   *
   * @param ranges of the ANN's activations
   * @param spiking network with the same filters; its parameters are overwritten
   * @param timeSteps over which its spikes will be counted, at least 1
   * @throws UserErrorException if the networks do not fit together
   */
  public void into(MultiLayerNetwork spiking, ActivationRanges ranges, int timeSteps) {
    var unused = ConvertibleLayers.of(spiking).spikingTwinOf(layers);
    Layer filters = spiking.getLayer(0);
    double scale = threshold(filters) / ranges.convolution();
    for (String name : filters.paramTable().keySet()) {
      if (network.getLayer(0).paramTable().containsKey(name)) {
        NativeFloats.set(filters.getParam(name), scaled(parameter(0, name), scale, 0));
      }
    }
    double unit = ranges.convolution() * pooledThreshold(spiking.getLayer(1), ranges);
    Layer last = spiking.getLayer(2);
    double threshold = threshold(last);
    double score = ranges.score() / threshold;
    float[] classBias = parameter(1, "b");
    int classes = classBias.length;
    int outputs = NetworkLayer.of(last).outputWidth();
    float[] weights = scaled(parameter(1, "W"), unit / score, 0);
    NativeFloats.set(last.getParam("W"), spread(weights, classes, outputs));
    float[] bias = spread(scaled(classBias, 1 / score, ranges.shift() / score), classes, outputs);
    stagger(bias, outputs / classes, threshold / timeSteps);
    NativeFloats.set(last.getParam("b"), bias);
  }

  /** Moves the biases of each class's neurons to evenly spread parts of a step, around 0. */
  private static void stagger(float[] bias, int each, double step) {
    for (int k = 0; k < bias.length; k++) {
      bias[k] += (float) (step * ((k % each + 0.5) / each - 0.5));
    }
  }

  /** The threshold of the pooled neurons, in firing rates; set first where it is learned. */
  private static double pooledThreshold(Layer pooled, ActivationRanges ranges) {
    INDArray learned = pooled.getParam(THRESHOLD);
    if (learned != null) {
      float[] thresholds = new float[(int) learned.length()];
      Arrays.fill(thresholds, (float) (ranges.pooled() / ranges.convolution()));
      NativeFloats.set(learned, thresholds);
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
