package org.spiketrain.model.convert;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.spiketrain.model.encode.Encoders;
import org.spiketrain.model.encode.SentenceInput;
import org.spiketrain.model.frames.SpikeFrames;
import org.spiketrain.model.kernel.InferenceConvolution;
import org.spiketrain.model.kernel.StageInput;
import org.spiketrain.model.zoo.SpikingClassifier;

/**
 * Ranges measured on sentences (data-based normalisation, Diehl et al. 2015, "Fast-classifying,
 * high-accuracy spiking deep networks through weight and threshold balancing"), with a quantile
 * instead of the maximum, which a single odd sentence would decide (Rueckauer et al. 2017,
 * "Conversion of continuous-valued deep networks to efficient event-driven networks").
 */
public final class MeasuredRanges {
  private final List<Double> convolution = new ArrayList<>();
  private final List<Double> pooled = new ArrayList<>();
  private final List<Double> score = new ArrayList<>();

  /**
   * Runs an ANN over sentences.
   *
   * @param network the ANN
   * @param input how words become its input; read as rates
   * @param sentences one-hot frames of the vocabulary, at least one
   */
  public MeasuredRanges(
      ArtificialNetwork network, SentenceInput input, List<SpikeFrames> sentences) {
    SentenceInput rates = input.coded(new Encoders.Direct(), 1);
    InferenceConvolution filters = network.filters();
    SpikingClassifier whole = network.classifier();
    for (SpikeFrames sentence : sentences) {
      float[][] sequence = rates.draw(sentence.channel());
      convolution.add((double) largest(filters.largest(StageInput.of(sequence))));
      whole.outputs(
          sequence,
          (layer, output) -> (layer == 0 ? pooled : score).add((double) largest(output[0])));
    }
  }

  private static float largest(float[] values) {
    float largest = Float.NEGATIVE_INFINITY;
    for (float value : values) {
      largest = Math.max(largest, value);
    }
    return largest;
  }

  /**
   * The ranges.
   *
   * @param quantile fraction of the sentences whose largest activation is within the range, in (0,
   *     1]
   */
  public ActivationRanges at(double quantile) {
    double shift = Math.max(0, -quantile(score, 1 - quantile));
    return new ActivationRanges(
        positive(quantile(convolution, quantile)),
        positive(quantile(pooled, quantile)),
        shift,
        positive(quantile(score, quantile) + shift));
  }

  private static double positive(double range) {
    return Math.max(range, Float.MIN_NORMAL);
  }

  private static double quantile(List<Double> values, double share) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get((int) Math.round(share * (sorted.size() - 1)));
  }
}
