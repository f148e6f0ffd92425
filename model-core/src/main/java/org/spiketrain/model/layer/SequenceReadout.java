package org.spiketrain.model.layer;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.spiketrain.model.api.SequenceLoss;
import org.spiketrain.model.kernel.InferenceReadout;
import org.spiketrain.model.kernel.InferenceStage;
import org.spiketrain.model.kernel.StageInput;
import org.spiketrain.model.loss.PredictionWithLoss;
import org.spiketrain.model.loss.Softmax;

/** Readout of the last layer's output [time][width] into the classes' probabilities. */
public interface SequenceReadout extends Serializable {
  /** Scores of each of its classifiers, [heads][classes]; their answer is the mean of all. */
  float[][] scores(float[][] sequence);

  /** Scores after each time step, [time][heads][classes]. */
  float[][][] scoresOverTime(float[][] sequence);

  /** Loss where the class is known, the mean over the classifiers, by the scores as well. */
  double loss(float[][] sequence, float[][] scores, int label);

  /** Whether {@link #probabilities(InferenceStage, List)} keeps no whole sequences. */
  default boolean poolsAtOnce() {
    return false;
  }

  /** Class probabilities of several sequences that a layer makes of inputs, each summing to 1. */
  default List<float[]> probabilities(InferenceStage layer, List<StageInput> inputs) {
    return layer.runAll(inputs).stream().map(this::probabilities).toList();
  }

  /** Class probabilities, summing to 1. */
  default float[] probabilities(float[][] sequence) {
    return Softmax.mean(scores(sequence));
  }

  /** Class probabilities after each time step, [time][classes]. */
  default float[][] probabilitiesOverTime(float[][] sequence) {
    return Arrays.stream(scoresOverTime(sequence)).map(Softmax::mean).toArray(float[][]::new);
  }

  /** Their logarithms; of a single classifier's, also where they are rounded to 0 and 1. */
  default double[] logProbabilities(float[][] sequence) {
    return Softmax.logarithms(scores(sequence));
  }

  /** Class probabilities and their loss where the class is known. */
  default PredictionWithLoss judge(float[][] sequence, int label) {
    float[][] scores = scores(sequence);
    return new PredictionWithLoss(Softmax.mean(scores), loss(sequence, scores, label));
  }

  /** Contract of a layer that ends a network. */
  interface Source {
    /** Loss of one example. */
    SequenceLoss getLoss();

    /** Its readout for inference, with a copy of its parameters. */
    SequenceReadout readout(Map<String, INDArray> parameters);
  }

  /** The loss of a network's last layer; empty where it is another's output layer. */
  static Optional<SequenceLoss> lossOf(org.deeplearning4j.nn.conf.layers.Layer last) {
    return last instanceof Source source ? Optional.of(source.getLoss()) : Optional.empty();
  }

  /**
   * The readout of a network's last layer, with a copy of its parameters.
   *
   * @throws IllegalArgumentException if the layer has none
   */
  static SequenceReadout of(Layer last) {
    if (last.conf().getLayer() instanceof Source source) {
      return source.readout(last.paramTable());
    }
    throw new IllegalArgumentException(
        "Expected a SpikeReadout or a SpikeLoss, but the last layer is a "
            + last.conf().getLayer().getClass().getSimpleName());
  }

  /** The readout of a {@link SpikeReadout}. */
  record Linear(InferenceReadout readout, SequenceLoss loss) implements SequenceReadout {
    @Override
    public float[][] scores(float[][] sequence) {
      return readout.scores(sequence);
    }

    @Override
    public boolean poolsAtOnce() {
      return true;
    }

    @Override
    public List<float[]> probabilities(InferenceStage layer, List<StageInput> inputs) {
      List<float[][]> scores = inputs.stream().map(input -> readout.unread()).toList();
      layer.poolAll(
          inputs,
          readout.pooling(),
          (example, first, part) -> readout.add(part, first, scores.get(example)));
      return scores.stream().map(Softmax::mean).toList();
    }

    @Override
    public float[][][] scoresOverTime(float[][] sequence) {
      return readout.scoresOverTime(sequence);
    }

    @Override
    public double loss(float[][] sequence, float[][] scores, int label) {
      double sum = 0;
      for (float[] ofHead : scores) {
        sum += loss.value(new float[][] {ofHead}, label, ofHead.length);
      }
      return sum / scores.length;
    }
  }

  /** The scores of a {@link SpikeLoss}. */
  record Scores(SequenceLoss loss, int classes) implements SequenceReadout {
    @Override
    public float[][] scores(float[][] sequence) {
      return new float[][] {loss.scores(sequence, classes)};
    }

    @Override
    public float[][][] scoresOverTime(float[][] sequence) {
      return Arrays.stream(loss.scoresOverTime(sequence, classes))
          .map(scores -> new float[][] {scores})
          .toArray(float[][][]::new);
    }

    @Override
    public double loss(float[][] sequence, float[][] scores, int label) {
      return loss.value(sequence, label, classes);
    }
  }
}
