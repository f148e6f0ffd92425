package org.spiketrain.model.loss;

import java.util.ArrayList;
import java.util.List;
import org.spiketrain.model.api.Arguments;
import org.spiketrain.model.api.Factory;
import org.spiketrain.model.api.LossProvider;
import org.spiketrain.model.api.Parameter;
import org.spiketrain.model.api.Range;
import org.spiketrain.model.api.SequenceLoss;
import org.spiketrain.model.api.Spec;
import org.spiketrain.model.loss.CrossEntropy.Scores;
import org.spiketrain.model.loss.TemporalCrossEntropy.Inverse;

/**
 * The losses that come with Spiketrain: cross entropies and mean squared errors, of outputs and of
 * the times at which they spike first.
 */
public final class Losses implements LossProvider {
  private static final Parameter<Double> SMOOTHING =
      Parameter.number(
              "smoothing",
              Range.halfOpen(0, 1),
              "label smoothing, the fraction of the target spread over all classes")
          .orElse(0.0);
  private static final Parameter<Double> CORRECT =
      rate("correct-rate", "fraction of steps in which the right class fires").orElse(1.0);
  private static final Parameter<Double> INCORRECT =
      rate("incorrect-rate", "the same of the wrong classes").orElse(0.0);
  private static final Parameter<Double> ON =
      target("on-target", "membrane potential wanted of the right class").orElse(1.0);
  private static final Parameter<Double> OFF =
      target("off-target", "membrane potential wanted of the wrong classes").orElse(0.0);

  private static final Parameter<Inverse> INVERSE =
      Parameter.choice(
              "inverse",
              Inverse.class,
              "whether a class that spikes first in step t, from 0, has the score -t or 1 / (t + 1)")
          .orElse(Inverse.NEGATE);
  private static final Parameter<Integer> ON_TIME =
      time("on-target", "step in which the right class is to spike first").orElse(0);
  private static final Parameter<Integer> OFF_TIME =
      time("off-target", "step in which the wrong classes are to spike first").orElse(-1);
  private static final Parameter<Integer> TOLERANCE =
      Parameter.whole(
              "tolerance", Range.from(0), "distance in time steps from which on an error counts")
          .orElse(0);

  private static Parameter<Integer> time(String name, String documentation) {
    return Parameter.whole(
        name, Range.any(), documentation + ", from 0; below 0 from the end, -1 for the last");
  }

  private static Parameter<Double> rate(String name, String documentation) {
    return Parameter.number(name, Range.between(0, 1), documentation);
  }

  private static Parameter<Double> target(String name, String documentation) {
    return Parameter.number(name, Range.any(), documentation);
  }

  @Override
  public List<Factory<SequenceLoss>> entries() {
    List<Factory<SequenceLoss>> losses = new ArrayList<>();
    for (Scores of : Scores.values()) {
      losses.add(
          Factory.of(
              of.label(),
              of.documentation(),
              arguments -> new CrossEntropy(of, real(arguments, SMOOTHING)),
              SMOOTHING));
    }
    losses.add(
        Factory.of(
            "softmax-mse",
            "Mean squared error of the softmax of a readout's scores, or of spike counts"
                + " (SpikingJelly's names tutorial).",
            arguments -> new SoftmaxMeanSquaredError("softmax-mse")));
    losses.add(
        Factory.of(
            "mse-count",
            "Mean squared error of spike counts (snnTorch).",
            arguments ->
                new CountMeanSquaredError(real(arguments, CORRECT), real(arguments, INCORRECT)),
            CORRECT,
            INCORRECT));
    losses.add(
        Factory.of(
            "mse-membrane",
            "Mean squared error of each step's membrane potentials (snnTorch).",
            arguments -> new MembraneMeanSquaredError(real(arguments, ON), real(arguments, OFF)),
            ON,
            OFF));
    losses.add(
        Factory.of(
            "ce-temporal",
            "Cross entropy of the times of the first spikes; the class is the one that spikes first"
                + " (snnTorch).",
            arguments -> new TemporalCrossEntropy(arguments.get(INVERSE)),
            INVERSE));
    losses.add(
        Factory.of(
            "mse-temporal",
            "Mean squared error of the times of the first spikes; the class is the one that spikes"
                + " first (snnTorch).",
            arguments ->
                new TemporalMeanSquaredError(
                    arguments.get(ON_TIME), arguments.get(OFF_TIME), arguments.get(TOLERANCE)),
            ON_TIME,
            OFF_TIME,
            TOLERANCE));
    return losses;
  }

  private static float real(Arguments arguments, Parameter<Double> parameter) {
    return arguments.get(parameter).floatValue();
  }

  /**
   * Mean squared error of the softmax of a readout's scores, or of spike counts, averaged over the
   * classes: {@code sum((p - y)^2) / classes}. The loss of SpikingJelly's names tutorial.
   */
  private record SoftmaxMeanSquaredError(String spec) implements SequenceLoss {
    @Override
    public double evaluate(float[][] sequence, int label, int classes, float[][] gradient) {
      float[] probabilities = scores(sequence, classes);
      Softmax.of(probabilities);
      float[] grad = new float[classes];
      double loss = 0;
      double mean = 0;
      for (int c = 0; c < classes; c++) {
        double error = probabilities[c] - (c == label ? 1f : 0f);
        loss += error * error;
        grad[c] = (float) (2 * error / classes);
        mean += probabilities[c] * grad[c];
      }
      for (int c = 0; c < classes; c++) {
        grad[c] = (float) (probabilities[c] * (grad[c] - mean));
      }
      SequenceLoss.spread(grad, gradient);
      return loss / classes;
    }

    @Override
    public float[][] scoresOverTime(float[][] sequence, int classes) {
      return RunningScores.COUNTS.overTime(sequence, classes);
    }
  }

  /**
   * snnTorch's {@code mse_count_loss}: the right class is to fire in a fraction of the steps, the
   * others in another. With {@code target = int(T rate population)}, the loss is {@code mean((count
   * - target)^2) / T} over the classes.
   *
   * @param correctRate fraction of steps in which the right class is to fire, in [0, 1]
   * @param incorrectRate the same of the wrong ones
   */
  private record CountMeanSquaredError(float correctRate, float incorrectRate)
      implements SequenceLoss {
    @Override
    public double evaluate(float[][] sequence, int label, int classes, float[][] gradient) {
      int steps = sequence.length;
      int population = sequence[0].length / classes;
      float[] counts = scores(sequence, classes);
      float[] grad = new float[classes];
      double loss = 0;
      for (int c = 0; c < classes; c++) {
        // In double, as Python multiplies: int(10 * 0.8) is 8.
        double rate = Double.parseDouble(Float.toString(c == label ? correctRate : incorrectRate));
        double error = counts[c] - (int) (steps * rate * population);
        loss += error * error / classes / steps;
        grad[c] = (float) (2 * error / classes / steps);
      }
      SequenceLoss.spread(grad, gradient);
      return loss;
    }

    @Override
    public float[][] scoresOverTime(float[][] sequence, int classes) {
      return RunningScores.COUNTS.overTime(sequence, classes);
    }

    @Override
    public String spec() {
      return Spec.of("mse-count", correctRate, incorrectRate).toString();
    }
  }

  /**
   * snnTorch's {@code mse_membrane_loss} with targets that do not change over time: the right
   * class's membrane potential is to be at one value in every step, the others' at another; mean
   * over steps and outputs. Classes are compared by their highest membrane potential.
   *
   * @param onTarget wanted membrane potential of the right class
   * @param offTarget that of the wrong ones
   */
  private record MembraneMeanSquaredError(float onTarget, float offTarget) implements SequenceLoss {
    @Override
    public double evaluate(float[][] sequence, int label, int classes, float[][] gradient) {
      double loss = 0;
      for (int t = 0; t < sequence.length; t++) {
        int outputs = sequence[t].length;
        for (int j = 0; j < outputs; j++) {
          float target = j / (outputs / classes) == label ? onTarget : offTarget;
          double error = sequence[t][j] - target;
          loss += error * error / outputs / sequence.length;
          gradient[t][j] = (float) (2 * error / outputs / sequence.length);
        }
      }
      return loss;
    }

    @Override
    public float[] scores(float[][] sequence, int classes) {
      return RunningScores.HIGHEST.of(sequence, classes);
    }

    @Override
    public float[][] scoresOverTime(float[][] sequence, int classes) {
      return RunningScores.HIGHEST.overTime(sequence, classes);
    }

    @Override
    public String spec() {
      return Spec.of("mse-membrane", onTarget, offTarget).toString();
    }
  }
}
