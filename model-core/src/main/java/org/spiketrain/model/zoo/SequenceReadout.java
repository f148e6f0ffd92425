package org.spiketrain.model.zoo;

import java.io.Serializable;
import org.deeplearning4j.nn.api.Layer;
import org.spiketrain.model.api.SequenceLoss;
import org.spiketrain.model.array.NativeFloats;
import org.spiketrain.model.kernel.InferenceReadout;
import org.spiketrain.model.layer.SpikeLoss;
import org.spiketrain.model.layer.SpikeReadout;
import org.spiketrain.model.loss.PredictionWithLoss;
import org.spiketrain.model.loss.Softmax;

/** From the last layer's output [time][width] to the classes' probabilities. */
interface SequenceReadout extends Serializable {
  /** Class probabilities, summing to 1. */
  float[] probabilities(float[][] sequence);

  /** Their logarithms; of a single classifier's, also where they are rounded to 0 and 1. */
  double[] logProbabilities(float[][] sequence);

  /** Class probabilities and their loss where the class is known. */
  PredictionWithLoss judge(float[][] sequence, int label);

  /**
   * The readout of a network's last layer, with a copy of its parameters.
   *
   * @throws IllegalArgumentException if it is neither a {@link SpikeReadout} nor a {@link
   *     SpikeLoss}
   */
  static SequenceReadout of(Layer last) {
    if (last.conf().getLayer() instanceof SpikeReadout conf) {
      InferenceReadout linear =
          new InferenceReadout(
              conf.getPooling(),
              conf.getHeads(),
              NativeFloats.copy(last.getParam("W")),
              NativeFloats.copy(last.getParam("b")));
      return new Linear(linear, conf.getLoss());
    }
    if (last.conf().getLayer() instanceof SpikeLoss conf) {
      return new Scores(conf.getLoss(), (int) conf.getNOut());
    }
    throw new IllegalArgumentException(
        "Expected a SpikeReadout or a SpikeLoss, but the last layer is a "
            + last.conf().getLayer().getClass().getSimpleName());
  }

  /** What a {@link SpikeReadout} does. */
  record Linear(InferenceReadout readout, SequenceLoss loss) implements SequenceReadout {
    @Override
    public float[] probabilities(float[][] sequence) {
      return readout.probabilities(sequence);
    }

    @Override
    public double[] logProbabilities(float[][] sequence) {
      return readout.logProbabilities(sequence);
    }

    @Override
    public PredictionWithLoss judge(float[][] sequence, int label) {
      return readout.judge(sequence, label, loss);
    }
  }

  /** What a {@link SpikeLoss} does, and the softmax of its scores. */
  record Scores(SequenceLoss loss, int classes) implements SequenceReadout {
    @Override
    public float[] probabilities(float[][] sequence) {
      float[] scores = loss.scores(sequence, classes);
      Softmax.of(scores);
      return scores;
    }

    @Override
    public double[] logProbabilities(float[][] sequence) {
      return Softmax.logarithms(loss.scores(sequence, classes));
    }

    @Override
    public PredictionWithLoss judge(float[][] sequence, int label) {
      return new PredictionWithLoss(probabilities(sequence), loss.value(sequence, label, classes));
    }
  }
}
