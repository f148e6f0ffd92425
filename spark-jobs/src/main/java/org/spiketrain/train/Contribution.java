package org.spiketrain.train;

import java.io.Serializable;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingResult;
import org.spiketrain.model.array.NativeFloats;

/** Contribution of one worker, or of all of them on average, to a round. */
final class Contribution implements Serializable {
  private static final long serialVersionUID = 1L;

  private final float[] parameters;
  private final float[] updaterState;
  private final long examples;
  private final double loss;
  private final long correct;

  /**
   * @param parameters parameters after the round
   * @param updaterState state of the updater after the round, empty if it has none
   * @param examples examples trained on
   * @param loss their summed loss
   * @param correct how many of them were predicted rightly
   */
  Contribution(float[] parameters, float[] updaterState, long examples, double loss, long correct) {
    this.parameters = parameters;
    this.updaterState = updaterState;
    this.examples = examples;
    this.loss = loss;
    this.correct = correct;
  }

  /** The contribution of a worker whose network dl4j-spark has trained. */
  static Contribution of(
      ParameterAveragingTrainingResult result, long examples, double loss, long correct) {
    float[] state =
        result.getUpdaterState() == null
            ? new float[0]
            : NativeFloats.copy(result.getUpdaterState());
    return new Contribution(
        NativeFloats.copy(result.getParameters()), state, examples, loss, correct);
  }

  float[] parameters() {
    return parameters;
  }

  float[] updaterState() {
    return updaterState;
  }

  long examples() {
    return examples;
  }

  double loss() {
    return loss;
  }

  long correct() {
    return correct;
  }
}
